import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import type { NameList } from '../../../src/tool/names.ts';
import { derivedField, type Field, nameField, numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { type Countable, countableByList, countableByWords, countableDealStatus } from './countable.ts';
import {
  byNameList,
  byRecord,
  byText,
  byWord,
  type Dimension,
  distinctTexts,
  orderOfKeys,
} from './dimension.ts';
import { nameEntriesOf } from './entries.ts';
import { readPipelines } from './pipelines.ts';

/** Makes a dimension for one call: what it remembers of rows is that call's. */
export type CreateDimension = (context: ReportContext) => Promise<Dimension> | Dimension;

/** Groups by a name of a small list. */
const listed =
  (
    name: string,
    path: string,
    book: NameList,
    count: (context: ReportContext) => Countable,
  ): CreateDimension =>
  (context) =>
    byNameList(name, book, nameField(path, book), { countable: count(context) });

/** Users who own records. */
export const ownerDimension = listed(
  'owner',
  'assignee_id',
  'user',
  countableByList('assignee_ids', 'user', { orNone: true }),
);

/** Users who did something. */
export const whoDimension = listed('who', 'user_id', 'user', countableByList('user_ids', 'user'));

/** The teams of users: a user may be in several. */
export const teamDimension =
  (path = 'assignee_id'): CreateDimension =>
  async ({ names }) => {
    const users = await names.all('user');
    const teams = new Map(
      users.flatMap((user) => user.teams ?? []).map(({ id, name }) => [String(id), name]),
    );
    const ofUser = new Map(users.map(({ key, teams: all = [] }) => [key, all.map(({ id }) => String(id))]));
    return {
      name: 'team',
      reads: [column('owner', numberField(path))],
      keys: (row) => distinctTexts(row[path]).flatMap((user) => ofUser.get(user) ?? []),
      shown: textField,
      value: (key) => teams.get(key) ?? key,
      several: users.some(({ teams: all = [] }) => all.length > 1),
    };
  };

/** Stages in the order of their pipelines; equal names of two pipelines are told apart. */
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

/** Statuses of leads, which each account names itself. */
export const leadStatusDimension = listed(
  'status',
  'status_id',
  'lead_status',
  countableByList('status_ids', 'lead_status'),
);

/** Contact types of people and companies: who has none is what no type finds. */
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
  byRecord('company', 'company', numberField('company_id'), textField('company_name'));

/** The company of a lead, which is text. */
export const companyNameDimension: CreateDimension = () =>
  byText('company', column('company', textField('company_name')));

/** A part of the address. */
export const placeDimension =
  (part: 'city' | 'state' | 'country'): CreateDimension =>
  () =>
    byText(part, column(part, textField(`address.${part}`)));

const typeKey = ({ type }: JsonObject) =>
  isObject(type) ? `${type.category ?? 'user'}:${type.id}` : undefined;

/** Kinds of activities; one that the account does not list goes by the name its rows bring along. */
export const activityTypeDimension: CreateDimension = async (context) => {
  const listedKeys = new Set((await nameEntriesOf(context.names, 'activity_type')).map(({ key }) => key));
  const told = new Map<string, string>();
  const read: Field = derivedField(['type'], typeKey, { as: 'name', nameList: 'activity_type' });
  return byNameList('type', 'activity_type', read, {
    keys(row) {
      const key = typeKey(row);
      if (key === undefined) return [];
      if (isObject(row.type) && typeof row.type.name === 'string' && !listedKeys.has(key))
        told.set(key, row.type.name);
      return [key];
    },
    value: (key) => told.get(key) ?? key,
    countable: { ...countableByList('activity_types', 'activity_type')(context), incomplete: true },
  });
};
