import { type ActivitySubject, generateActivities, moveNotesToTasks } from './activities.ts';
import { createZoneCalendar } from './calendar.ts';
import { type Connection, connectPartners, generateConnections, generateFollowers } from './connections.ts';
import { recordInteractions } from './contact-history.ts';
import { generateCompanies, generateLeads, generatePeople } from './contacts.ts';
import { convertLeads } from './conversions.ts';
import { customFieldDefinitions } from './custom-fields.ts';
import type { DealHistory } from './deal-history.ts';
import type { AccountRecords } from './deal-record.ts';
import { generateDeals } from './deals.ts';
import type { AccountSize, GeneratorContext } from './generator-context.ts';
import * as lists from './lists.ts';
import type { EntityType, Named, User } from './records.ts';
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
export interface World extends AccountRecords {
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
  const companies = generateCompanies(context);
  const people = generatePeople(context, companies);
  const companyNames = companies.map((company) => company.name);
  const leads = generateLeads(context, companyNames);
  const deals = generateDeals(context, companies, people);
  changeDealsThisWeek(context, deals);
  scenarios.addForeignCurrencies(deals);
  const opportunities = deals.map((deal) => deal.record);
  const [ofPeople, ofDeals] = [subjects('person', people), subjects('opportunity', opportunities)];
  // People and deals twice: most activities and tasks are about them.
  const subjectLists = [
    subjects('lead', leads),
    ...[ofPeople, ofPeople, ofDeals, ofDeals],
    subjects('company', companies),
  ];
  const activities = generateActivities(context, deals, subjectLists);
  const tasks = generateTasks(context, subjectLists.flat());
  const projects = generateProjects(context, companies);
  const account = { companies, people, leads, opportunities, tasks, projects, activities };
  convertLeads(context, account);
  connectPartners(context, account);
  recordEdits(context, account);
  scenarios.prepareMeetingWithJane(context, account);
  moveNotesToTasks(context, account);
  scenarios.addNotesOfLastMonth(context, deals, account);
  const companyContact = recordInteractions(account);
  addLeadsThisWeek(context, account);
  scenarios.addSilentVips(context, account);
  scenarios.addUnownedInBoston(account);
  scenarios.addRareTags(account);
  return {
    timeZone,
    users: accountUsers,
    pipelines: lists.accountPipelines,
    customerSources: lists.accountCustomerSources,
    lossReasons: lists.accountLossReasons,
    contactTypes: lists.accountContactTypes,
    leadStatuses: lists.accountLeadStatuses,
    activityTypes: lists.accountActivityTypes,
    customActivityTypes: lists.accountCustomActivityTypes,
    customFields: customFieldDefinitions,
    ...account,
    connections: generateConnections(context, account),
    dealHistories: new Map(deals.map(({ record, history }) => [record.id, history])),
    companyContact,
    followers: generateFollowers(context, [...subjectLists.flat(), ...subjects('task', tasks)]),
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
