import { type ActivitySubject, generateActivities, moveNotesToTasks } from './activities.ts';
import { createZoneCalendar } from './calendar.ts';
import { generateCompanies } from './companies.ts';
import { type Connection, connectPartners, generateConnections, generateFollowers } from './connections.ts';
import { recordInteractions } from './contact-history.ts';
import type { Lead, Person } from './contact-records.ts';
import { convertLeads } from './conversions.ts';
import { customFieldDefinitions } from './custom-fields.ts';
import type { DealHistory } from './deal-history.ts';
import type { Opportunity } from './deal-record.ts';
import { generateDeals } from './deals.ts';
import type { AccountSize, GeneratorContext } from './generator-context.ts';
import { generateLeads } from './leads.ts';
import * as lists from './lists.ts';
import { generatePeople } from './people.ts';
import { accountPipelines } from './pipelines.ts';
import type { Activity, Company, EntityType, Named, Project, Task, User } from './records.ts';
import * as scenarios from './scenarios.ts';
import type {
  ActivityType,
  CustomActivityType,
  CustomFieldDefinition,
  Pipeline,
} from './settings-records.ts';
import { recordEdits } from './system-events.ts';
import { generateProjects, generateTasks, type TaskSubject } from './tasks.ts';
import { addLeadsThisWeek, changeDealsThisWeek } from './this-week.ts';
import { accountUsers } from './users.ts';

/** Everything the account holds, as typed data: what a test computes expected answers from. Do not change it. */
export interface World {
  /** The account's zone: close dates and custom dates are its midnights. */
  readonly timeZone: string;
  readonly users: readonly User[];
  readonly pipelines: readonly Pipeline[];
  readonly customerSources: readonly Named[];
  readonly lossReasons: readonly Named[];
  readonly contactTypes: readonly Named[];
  readonly leadStatuses: readonly Named[];
  readonly activityTypes: readonly ActivityType[];
  readonly customActivityTypes: readonly CustomActivityType[];
  readonly customFields: readonly CustomFieldDefinition[];
  readonly companies: readonly Company[];
  readonly people: readonly Person[];
  readonly leads: readonly Lead[];
  readonly opportunities: readonly Opportunity[];
  readonly tasks: readonly Task[];
  readonly projects: readonly Project[];
  /** Newest first. */
  readonly activities: readonly Activity[];
  readonly connections: readonly Connection[];
  /** Opportunity id → what it went through; the activities tell the same. */
  readonly dealHistories: ReadonlyMap<number, DealHistory>;
  /** Company id → the last contact with it or its people, Unix seconds. */
  readonly companyContact: ReadonlyMap<number, number>;
  /** `opportunity 2827698` → ids of the users who follow it. */
  readonly followers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Makes an account from a seed; all dates are relative to `now` (ms since the epoch). */
export function createWorld(seed: number, now: number, timeZone: string, size: AccountSize): World {
  const zone = createZoneCalendar(timeZone);
  const seconds = Math.floor(now / 1000);
  const context: GeneratorContext = { seed, now: seconds, today: zone.dayOf(seconds), calendar: zone, size };
  const allCompanies = generateCompanies(context);
  const allPeople = generatePeople(context, allCompanies);
  const allLeads = generateLeads(
    context,
    allCompanies.map((company) => company.name),
  );
  const allDeals = generateDeals(context, allCompanies, allPeople);
  changeDealsThisWeek(context, allDeals);
  scenarios.addForeignCurrencies(allDeals);
  const opportunities = allDeals.map((deal) => deal.record);
  convertLeads(context, allLeads, allPeople, opportunities);
  connectPartners(context, opportunities, allCompanies);
  const [ofPeople, ofDeals] = [parts('person', allPeople), parts('opportunity', opportunities)];
  // People and deals twice: most of what users log is about them.
  const parties = [
    parts('lead', allLeads),
    ...[ofPeople, ofPeople, ofDeals, ofDeals],
    parts('company', allCompanies),
  ];
  const allActivities = generateActivities(context, allDeals, parties);
  const allTasks = generateTasks(context, parties.flat());
  const allProjects = generateProjects(context, allCompanies);
  const contacted = { leads: allLeads, people: allPeople, opportunities, companies: allCompanies };
  recordEdits(context, allActivities, contacted);
  scenarios.prepareMeetingWithJane(context, allPeople, allTasks, allActivities);
  moveNotesToTasks(context, allActivities, allTasks);
  scenarios.addNotesOfLastMonth(context, allDeals, allActivities);
  const companyContact = recordInteractions(allActivities, contacted);
  addLeadsThisWeek(context, allLeads, allActivities, allTasks);
  scenarios.addSilentVips(context, allPeople);
  scenarios.addUnownedInBoston(allCompanies);
  scenarios.addRareTags(allPeople, allCompanies);
  return {
    timeZone,
    users: accountUsers,
    pipelines: accountPipelines,
    customerSources: lists.accountCustomerSources,
    lossReasons: lists.accountLossReasons,
    contactTypes: lists.accountContactTypes,
    leadStatuses: lists.accountLeadStatuses,
    activityTypes: lists.accountActivityTypes,
    customActivityTypes: lists.accountCustomActivityTypes,
    customFields: customFieldDefinitions,
    ...contacted,
    tasks: allTasks,
    projects: allProjects,
    activities: allActivities,
    connections: generateConnections(context, opportunities, allPeople, allTasks, allProjects),
    dealHistories: new Map(allDeals.map(({ record, history }) => [record.id, history])),
    companyContact,
    followers: generateFollowers(context, [...parties.flat(), ...parts('task', allTasks)]),
  };
}

interface Row extends Omit<ActivitySubject, 'type'> {
  name: string;
}

function parts(type: EntityType, rows: readonly Row[]): (ActivitySubject & TaskSubject)[] {
  return rows.map(({ id, name, assignee_id, date_created }) => ({
    id,
    name,
    type,
    assignee_id,
    date_created,
  }));
}
