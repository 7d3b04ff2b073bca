import { activities, noteOnTasks, type Party } from './activities.ts';
import * as asked from './asked-about.ts';
import { calendar } from './calendar.ts';
import { companies } from './companies.ts';
import { type Connection, connections, connectPartners } from './connections.ts';
import { recordContacts } from './contact-history.ts';
import type { Lead, Person } from './contact-records.ts';
import { convert } from './conversions.ts';
import { CUSTOM_FIELDS } from './custom-fields.ts';
import type { DealLife } from './deal-life.ts';
import type { Opportunity } from './deal-record.ts';
import { deals } from './deals.ts';
import { followers } from './followers.ts';
import type { Ground } from './ground.ts';
import { leads } from './leads.ts';
import * as lists from './lists.ts';
import { people } from './people.ts';
import { PIPELINES } from './pipelines.ts';
import type { Activity, Company, EntityType, Named, Project, Task, User } from './records.ts';
import type { ActivityType, CustomActivityType, CustomField, Pipeline } from './settings-records.ts';
import type { Size } from './size.ts';
import { recordEdits } from './system-events.ts';
import { projects, type Subject, tasks } from './tasks.ts';
import { dealsThisWeek, leadsThisWeek } from './this-week.ts';
import { USERS } from './users.ts';

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
  readonly customFields: readonly CustomField[];
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
  readonly dealLives: ReadonlyMap<number, DealLife>;
  /** Company id → the last contact with it or its people, Unix seconds. */
  readonly companyContact: ReadonlyMap<number, number>;
  /** `opportunity 2827698` → ids of the users who follow it. */
  readonly followers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Makes an account from a seed; all dates are relative to `now` (ms since the epoch). */
export function createWorld(seed: number, now: number, timeZone: string, size: Size): World {
  const zone = calendar(timeZone);
  const seconds = Math.floor(now / 1000);
  const ground: Ground = { seed, now: seconds, today: zone.dayOf(seconds), calendar: zone, size };
  const allCompanies = companies(ground);
  const allPeople = people(ground, allCompanies);
  const allLeads = leads(
    ground,
    allCompanies.map((company) => company.name),
  );
  const allDeals = deals(ground, allCompanies, allPeople);
  dealsThisWeek(ground, allDeals);
  asked.sellAbroad(allDeals);
  const opportunities = allDeals.map((deal) => deal.record);
  convert(ground, allLeads, allPeople, opportunities);
  connectPartners(ground, opportunities, allCompanies);
  const [ofPeople, ofDeals] = [parts('person', allPeople), parts('opportunity', opportunities)];
  // People and deals twice: most of what users log is about them.
  const parties = [
    parts('lead', allLeads),
    ...[ofPeople, ofPeople, ofDeals, ofDeals],
    parts('company', allCompanies),
  ];
  const allActivities = activities(ground, allDeals, parties);
  const allTasks = tasks(ground, parties.flat());
  const allProjects = projects(ground, allCompanies);
  const contacted = { leads: allLeads, people: allPeople, opportunities, companies: allCompanies };
  recordEdits(ground, allActivities, contacted);
  asked.meetJane(ground, allPeople, allTasks, allActivities);
  noteOnTasks(ground, allActivities, allTasks);
  asked.noteLastMonth(ground, allDeals, allActivities);
  const companyContact = recordContacts(allActivities, contacted);
  leadsThisWeek(ground, allLeads, allActivities, allTasks);
  asked.silenceCustomers(ground, allPeople);
  asked.orphanInBoston(allCompanies);
  asked.tagRarely(allPeople, allCompanies);
  return {
    timeZone,
    users: USERS,
    pipelines: PIPELINES,
    customerSources: lists.CUSTOMER_SOURCES,
    lossReasons: lists.LOSS_REASONS,
    contactTypes: lists.CONTACT_TYPES,
    leadStatuses: lists.LEAD_STATUSES,
    activityTypes: lists.ACTIVITY_TYPES,
    customActivityTypes: lists.CUSTOM_ACTIVITY_TYPES,
    customFields: CUSTOM_FIELDS,
    ...contacted,
    tasks: allTasks,
    projects: allProjects,
    activities: allActivities,
    connections: connections(ground, opportunities, allPeople, allTasks, allProjects),
    dealLives: new Map(allDeals.map(({ record, life }) => [record.id, life])),
    companyContact,
    followers: followers(ground, [...parties.flat(), ...parts('task', allTasks)]),
  };
}

interface Row extends Omit<Party, 'type'> {
  name: string;
}

function parts(type: EntityType, rows: readonly Row[]): (Party & Subject)[] {
  return rows.map(({ id, name, assignee_id, date_created }) => ({
    id,
    name,
    type,
    assignee_id,
    date_created,
  }));
}
