import { type Column, derivedField } from '../../../src/tool/record.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { getCompanyActivities } from '../../get-company-activities.ts';
import { getLeadActivities } from '../../get-lead-activities.ts';
import { getOpportunityActivities } from '../../get-opportunity-activities.ts';
import { getPersonActivities } from '../../get-person-activities.ts';
import { activityRecord } from '../../records/activity.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { personRecord } from '../../records/person.ts';
import { taskRecord } from '../../records/task.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { searchTasks } from '../../search-tasks.ts';
import { columnsOf } from '../columns-of.ts';
import type { Kind } from '../kinds.ts';
import type { Part } from './room.ts';

/** Activities that are read, of which the newest are shown: the last contact may lie behind changes that Copper records by itself. */
export const activitiesRead = 100;

const activityTools: Readonly<Record<Kind, OperationTool>> = {
  person: getPersonActivities,
  company: getCompanyActivities,
  lead: getLeadActivities,
  opportunity: getOpportunityActivities,
};

const dealColumns = columnsOf(opportunityRecord, [
  'id',
  'name',
  'stage',
  'owner',
  'value',
  'closes',
  'last_contact',
]);

/** Whose deal it is, for reading only. */
const ofWhom: Column = {
  name: 'contact_id',
  asked: false,
  field: derivedField(['primary_contact_id'], () => null),
};

/** What happened with a record, newest first. */
export const activitiesOf = (kind: Kind, id: number): Part => ({
  what: 'activities',
  tool: activityTools[kind],
  input: { id },
  instead: `{${activityTools[kind].name}} id=${id}`,
  columns: columnsOf(activityRecord, ['date', 'type', 'who', 'what']),
  rows: activitiesRead,
});

/** Open tasks about a record, the next due first. */
export const tasksOf = (kind: Kind, id: number): Part => ({
  what: 'open tasks',
  tool: searchTasks,
  input: { related: `${kind} ${id}`, status: ['Open'], sort: 'due' },
  instead: `{search_tasks} related="${kind} ${id}" status=Open`,
  columns: columnsOf(taskRecord, ['id', 'due', 'name', 'priority', 'owner']),
  rows: 200,
});

/** Open deals of a company, the largest first. */
export const dealsOfCompany = (id: number, what: string): Part => ({
  what,
  tool: searchOpportunities,
  input: { company: [String(id)], status: ['Open'], sort: '-value' },
  instead: `{search_opportunities} company=${id} status=Open sort=-value`,
  columns: [...dealColumns, ofWhom],
  rows: 25,
});

/** Open deals whose primary contact is this person. */
export const dealsOfPerson = (id: number): Part => ({
  what: 'open deals with this contact',
  tool: searchOpportunities,
  input: {
    status: ['Open'],
    sort: '-value',
    filters: [{ name: 'primary_contact_ids', value: String(id) }],
  },
  instead: `{search_opportunities} status=Open filters=[{"name":"primary_contact_ids","value":"${id}"}]`,
  columns: [...dealColumns, ofWhom],
  rows: 25,
});

const peopleColumns = columnsOf(personRecord, ['id', 'name', 'title', 'email', 'phone', 'last_contact']);

/** The people at a company. */
export const peopleOfCompany = (id: number): Part => ({
  what: 'people',
  tool: searchPeople,
  input: { company: [String(id)] },
  instead: `{search_people} company=${id}`,
  columns: peopleColumns,
  rows: 200,
});

/** The people that a deal is tied to. */
export const peopleOfDeal = (id: number): Part => ({
  what: 'people',
  tool: searchPeople,
  input: { filters: [{ name: 'opportunity_ids', value: String(id) }] },
  instead: `{search_people} filters=[{"name":"opportunity_ids","value":"${id}"}]`,
  columns: peopleColumns,
  rows: 25,
});
