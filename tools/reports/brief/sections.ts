import { recordAddress } from '../../../src/names/text-form.ts';
import { fetchedOnly } from '../../../src/tool/record.ts';
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
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { BriefSection } from './brief-allowance.ts';
import { fieldColumns } from './record-columns.ts';

/** Activities to read, of which the newest are shown: the last contact may be older than changes that Copper records by itself. */
const activitiesToRead = 100;

const activityTools: Readonly<Record<RecordKind, OperationTool>> = {
  person: getPersonActivities,
  company: getCompanyActivities,
  lead: getLeadActivities,
  opportunity: getOpportunityActivities,
};

const dealColumns = fieldColumns(opportunityRecord, 'id name stage owner value closes last_contact');

/** The deal's primary contact, which is read and not shown. */
const primaryContact = fetchedOnly('primary_contact_id');

/** The activities of a record, newest first. */
export const activitiesSection = (kind: RecordKind, id: number): BriefSection => ({
  what: 'activities',
  tool: activityTools[kind],
  input: { id },
  instead: `{${activityTools[kind].name}} id=${id}`,
  columns: fieldColumns(activityRecord, 'date type who what'),
  rows: activitiesToRead,
});

/** Open tasks related to a record, the next due first. */
export const tasksSection = (kind: RecordKind, id: number): BriefSection => ({
  what: 'open tasks',
  tool: searchTasks,
  input: { related: recordAddress(kind, id), status: ['Open'], sort: 'due' },
  instead: `{search_tasks} related="${kind} ${id}" status=Open`,
  columns: fieldColumns(taskRecord, 'id due name priority owner'),
  rows: 200,
});

/** Open deals of a company, the largest first. */
export const companyDealsSection = (id: number, what: string): BriefSection => ({
  what,
  tool: searchOpportunities,
  input: { company: [recordAddress('company', id)], status: ['Open'], sort: '-value' },
  instead: `{search_opportunities} company=${id} status=Open sort=-value`,
  columns: [...dealColumns, primaryContact],
  rows: 25,
});

/** Open deals whose primary contact is this person. */
export const personDealsSection = (id: number): BriefSection => ({
  what: 'open deals with this contact',
  tool: searchOpportunities,
  input: {
    status: ['Open'],
    sort: '-value',
    filters: [{ name: 'primary_contact_ids', value: recordAddress('person', id) }],
  },
  instead: `{search_opportunities} status=Open filters=["primary_contact_ids: ${id}"]`,
  columns: [...dealColumns, primaryContact],
  rows: 25,
});

const peopleColumns = fieldColumns(personRecord, 'id name title email phone last_contact');

/** The people at a company. */
export const companyPeopleSection = (id: number): BriefSection => ({
  what: 'people',
  tool: searchPeople,
  input: { company: [recordAddress('company', id)] },
  instead: `{search_people} company=${id}`,
  columns: peopleColumns,
  rows: 200,
});

/** The people of a deal. */
export const dealPeopleSection = (id: number): BriefSection => ({
  what: 'people',
  tool: searchPeople,
  input: { filters: [{ name: 'opportunity_ids', value: recordAddress('opportunity', id) }] },
  instead: `{search_people} filters=["opportunity_ids: ${id}"]`,
  columns: peopleColumns,
  rows: 25,
});
