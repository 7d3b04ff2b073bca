import { normalizeName } from '../../../src/names/nearest-names.ts';
import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import type { NameList } from '../../../src/tool/names.ts';
import { derivedField, type Field, nameField, numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import {
  type Countable,
  countableByList,
  countableByWords,
  countableDealStatus,
  nameEntriesOf,
} from './countable.ts';
import {
  byNameList,
  byRecord,
  byText,
  byWord,
  type Dimension,
  distinctTexts,
  orderOfKeys,
} from './dimension.ts';
import { readPipelines } from './pipelines.ts';

/** Creates a dimension for one call: what it remembers of rows belongs to that call. */
export type CreateDimension = (context: ReportContext) => Promise<Dimension> | Dimension;

/** Groups by the names of a small list. */
const listed =
  (
    name: string,
    path: string,
    nameList: NameList,
    count: (context: ReportContext) => Countable,
  ): CreateDimension =>
  (context) =>
    byNameList(name, nameList, nameField(path, nameList), { countable: count(context) });

/** Users who own records. */
export const ownerDimension = listed(
  'owner',
  'assignee_id',
  'user',
  countableByList('assignee_ids', 'user', { orNone: true }),
);

/** Users who did something. */
export const whoDimension = listed('who', 'user_id', 'user', countableByList('user_ids', 'user'));

/** The teams of the users at this path: a user may be in several. */
export const teamDimension =
  (path = 'assignee_id'): CreateDimension =>
  async ({ names }) => {
    const users = await names.all('user');
    const teams = new Map(
      users.flatMap((user) => user.teams ?? []).map(({ id, name }) => [String(id), name]),
    );
    const ofUser = new Map(users.map(({ key, teams: all = [] }) => [key, all.map(({ id }) => String(id))]));
    return byWord('team', column('owner', numberField(path)), {
      keys: (row) => distinctTexts(row[path]).flatMap((user) => ofUser.get(user) ?? []),
      value: (key) => teams.get(key) ?? key,
      several: users.some(({ teams: all = [] }) => all.length > 1),
    });
  };

/** Stages in the order of their pipelines; equal names in two pipelines are shown with their pipelines. */
export const stageDimension: CreateDimension = async (context) => {
  const stages = await nameEntriesOf(context.names, 'stage');
  const pipelines = new Map(stages.map(({ key, pipeline }) => [key, pipeline?.id]));
  return byNameList('stage', 'stage', nameField('pipeline_stage_id', 'stage'), {
    shown: (path) =>
      nameField(
        path,
        'stage',
        derivedField([], (row) => pipelines.get(String(row[path])), { as: 'name', nameList: 'pipeline' }),
      ),
    order: orderOfKeys(stages.map(({ key }) => key)),
    countable: countableByList('pipeline_stage_ids', 'stage')(context),
  });
};

/** Pipelines of deals. */
export const pipelineDimension = listed(
  'pipeline',
  'pipeline_id',
  'pipeline',
  countableByList('pipeline_ids', 'pipeline'),
);

/** Where deals and leads come from. */
export const sourceDimension = listed(
  'source',
  'customer_source_id',
  'source',
  countableByList('customer_source_ids', 'source', { orNone: true }),
);

/** Why deals were lost. */
export const lossReasonDimension = listed(
  'loss_reason',
  'loss_reason_id',
  'loss_reason',
  countableByList('loss_reason_ids', 'loss_reason', { orNone: true }),
);

/** Statuses of leads, which differ between accounts. */
export const leadStatusDimension = listed(
  'status',
  'status_id',
  'lead_status',
  countableByList('status_ids', 'lead_status'),
);

/** Contact types of people and companies: rows that no type finds have none. */
export const contactTypeDimension = listed(
  'type',
  'contact_type_id',
  'contact_type',
  countableByList('contact_type_ids', 'contact_type', { rest: 'none' }),
);

/** Statuses of deals. */
export const dealStatusDimension: CreateDimension = (context) =>
  byWord('status', column('status', textField('status')), {
    countable: countableDealStatus(['Open', 'Won', 'Lost', 'Abandoned'], () => readPipelines(context)),
  });

/** Statuses of tasks. */
export const taskStatusDimension: CreateDimension = () =>
  byWord('status', column('status', textField('status')), {
    countable: countableByWords('statuses', ['Open', 'Completed']),
  });

/** Priorities, the highest first. */
export const priorityDimension: CreateDimension = () =>
  byWord('priority', column('priority', textField('priority')), {
    order: orderOfKeys(['High', 'Medium', 'Low', 'None']),
  });

/** Tags: a record may have several. */
export const tagDimension: CreateDimension = () =>
  byWord('tag', column('tags', textField('tags')), { several: true });

/** The company of a deal or a person. */
export const companyDimension: CreateDimension = () =>
  byRecord('company', numberField('company_id'), textField('company_name'));

/** The company of a lead, which is a text. */
export const companyNameDimension: CreateDimension = () =>
  byText('company', column('company', textField('company_name')));

/** A part of the address. */
export const placeDimension =
  (part: 'city' | 'state' | 'country'): CreateDimension =>
  () =>
    byText(part, column(part, textField(`address.${part}`)));

const typeKey = ({ type }: JsonObject) =>
  isObject(type) ? `${type.category ?? 'user'}:${type.id}` : undefined;

/** Types of activities; one that the account does not list is shown by the name that its rows have. */
export const activityTypeDimension: CreateDimension = async (context) => {
  const listedKeys = new Set((await nameEntriesOf(context.names, 'activity_type')).map(({ key }) => key));
  const unlisted = new Map<string, string>();
  const read: Field = derivedField(['type'], typeKey, { as: 'name', nameList: 'activity_type' });
  return byNameList('type', 'activity_type', read, {
    keys(row) {
      const key = typeKey(row);
      if (key === undefined) return [];
      if (isObject(row.type) && typeof row.type.name === 'string' && !listedKeys.has(key))
        unlisted.set(key, row.type.name);
      return [key];
    },
    value: (key) => unlisted.get(key) ?? key,
    countable: { ...countableByList('activity_types', 'activity_type')(context), incomplete: true },
  });
};

/** Words that do not tell one company from another. */
const legalForms = /^(?:the|inc|llc|ltd|gmbh|ag|plc|corp|co|group|sa|bv)$/;

/** Records of one group that are named; the others are counted. */
const maxNamed = 3;

/** The same for all names of one person or company: case, accents, order of words, spaces and legal form make no difference. */
function nameKey(name: string): string {
  const words = normalizeName(name).split(' ');
  const telling = words.filter((word) => !legalForms.test(word));
  return (telling.length === 0 ? words : telling).toSorted().join('');
}

/** Groups by similar names, each with the names and ids of its records: possible duplicates. */
export function similarNameDimension(): Dimension {
  const groups = new Map<string, { readonly names: string[]; count: number }>();
  const nameColumn = column('name', textField('name'));
  return byWord('name', nameColumn, {
    reads: [column('id', numberField('id')), nameColumn],
    keys(row) {
      const name = typeof row.name === 'string' ? row.name.trim() : '';
      if (name === '') return [];
      const key = nameKey(name);
      const group = groups.get(key) ?? { names: [], count: 0 };
      if (group.count++ < maxNamed) group.names.push(`${name} (${row.id})`);
      groups.set(key, group);
      return [key];
    },
    value(key) {
      const { names, count } = groups.get(key) ?? { names: [key], count: 1 };
      const more = count - names.length;
      return `${names.join(' = ')}${more > 0 ? ` +${more}` : ''}`;
    },
  });
}
