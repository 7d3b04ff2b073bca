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
import { generateProjects, generateTasks } from './tasks.ts';
import { addLeadsThisWeek, changeDealsThisWeek } from './this-week.ts';
import { accountUsers } from './users.ts';

/** All data of an account, from which tests compute the answers they expect. Do not change it. */
export interface World {
  /** IANA name of the account's time zone: close dates and custom dates are midnights in it. */
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
  /** The history of each deal by its id; the activities agree with it. */
  readonly dealHistories: ReadonlyMap<number, DealHistory>;
  /** The last contact with each company or its people, in Unix seconds by company id. */
  readonly companyContact: ReadonlyMap<number, number>;
  /** Ids of the users who follow a record, by type and id as in `opportunity 2827698`. */
  readonly followers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Generates an account from a seed; all dates are relative to `now` (milliseconds since 1970). */
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
  const [ofPeople, ofDeals] = [subjects('person', allPeople), subjects('opportunity', opportunities)];
  // People and deals twice: most activities and tasks are about them.
  const subjectLists = [
    subjects('lead', allLeads),
    ...[ofPeople, ofPeople, ofDeals, ofDeals],
    subjects('company', allCompanies),
  ];
  const allActivities = generateActivities(context, allDeals, subjectLists);
  const allTasks = generateTasks(context, subjectLists.flat());
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
    followers: generateFollowers(context, [...subjectLists.flat(), ...subjects('task', allTasks)]),
  };
}

function subjects(type: EntityType, rows: readonly Omit<ActivitySubject, 'type'>[]): ActivitySubject[] {
  return rows.map(({ id, name, assignee_id, date_created }) => ({
    id,
    name,
    type,
    assignee_id,
    date_created,
  }));
}
