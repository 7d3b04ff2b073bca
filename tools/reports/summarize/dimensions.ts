import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import type { NameList } from '../../../src/tool/names.ts';
import { derivedField, type Field, nameField, numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { byDealStatus, byList, byWords, type Countable } from './countable.ts';
import { byBook, byRecord, byText, byWord, type Dimension, inOrderOf, textsOf } from './dimension.ts';
import { entriesOf } from './entries.ts';
import { readPipelines } from './pipelines.ts';

/** Makes a dimension for one call: what it remembers of rows is that call's. */
export type MakeDimension = (context: ReportContext) => Promise<Dimension> | Dimension;

/** Groups by a name of a small list. */
const listed =
  (name: string, path: string, book: NameList, count: (context: ReportContext) => Countable): MakeDimension =>
  (context) =>
    byBook(name, book, nameField(path, book), { countable: count(context) });

/** Users who own records. */
export const owner = listed('owner', 'assignee_id', 'user', byList('assignee_ids', 'user', { orNone: true }));

/** Users who did something. */
export const who = listed('who', 'user_id', 'user', byList('user_ids', 'user'));

/** The teams of users: a user may be in several. */
export const team =
  (path = 'assignee_id'): MakeDimension =>
  async ({ names }) => {
    const users = await names.all('user');
    const teams = new Map(
      users.flatMap((user) => user.teams ?? []).map(({ id, name }) => [String(id), name]),
    );
    const ofUser = new Map(users.map(({ key, teams: all = [] }) => [key, all.map(({ id }) => String(id))]));
    return {
      name: 'team',
      reads: [column('owner', numberField(path))],
      keys: (row) => textsOf(row[path]).flatMap((user) => ofUser.get(user) ?? []),
      shown: textField,
      value: (key) => teams.get(key) ?? key,
      several: users.some(({ teams: all = [] }) => all.length > 1),
    };
  };

/** Stages in the order of their pipelines; equal names of two pipelines are told apart. */
export const stage: MakeDimension = async (context) => {
  const stages = await entriesOf(context.names, 'stage');
  const pipelines = new Map(stages.map(({ key, pipeline }) => [key, pipeline?.id]));
  return byBook('stage', 'stage', nameField('pipeline_stage_id', 'stage'), {
    shown: (path) =>
      nameField(
        path,
        'stage',
        derivedField([], (row) => pipelines.get(String(row[path])), { as: 'name', nameList: 'pipeline' }),
      ),
    order: inOrderOf(stages.map(({ key }) => key)),
    countable: byList('pipeline_stage_ids', 'stage')(context),
  });
};

/** Pipelines of deals. */
export const pipeline = listed('pipeline', 'pipeline_id', 'pipeline', byList('pipeline_ids', 'pipeline'));

/** Where deals and leads come from. */
export const source = listed(
  'source',
  'customer_source_id',
  'source',
  byList('customer_source_ids', 'source', { orNone: true }),
);

/** Why deals were lost. */
export const lossReason = listed(
  'loss_reason',
  'loss_reason_id',
  'loss_reason',
  byList('loss_reason_ids', 'loss_reason', { orNone: true }),
);

/** Statuses of leads, which each account names itself. */
export const leadStatus = listed('status', 'status_id', 'lead_status', byList('status_ids', 'lead_status'));

/** Contact types of people and companies: who has none is what no type finds. */
export const contactType = listed(
  'type',
  'contact_type_id',
  'contact_type',
  byList('contact_type_ids', 'contact_type', { rest: 'none' }),
);

/** Statuses of deals. */
export const dealStatus: MakeDimension = (context) =>
  byWord('status', column('status', textField('status')), {
    countable: byDealStatus(['Open', 'Won', 'Lost', 'Abandoned'], () => readPipelines(context)),
  });

/** Statuses of tasks. */
export const taskStatus: MakeDimension = () =>
  byWord('status', column('status', textField('status')), {
    countable: byWords('statuses', ['Open', 'Completed']),
  });

/** Priorities, the highest first. */
export const priority: MakeDimension = () =>
  byWord('priority', column('priority', textField('priority')), {
    order: inOrderOf(['High', 'Medium', 'Low', 'None']),
  });

/** Tags: a record may have several. */
export const tag: MakeDimension = () => byWord('tag', column('tags', textField('tags')), { several: true });

/** The company of a deal or a person. */
export const company: MakeDimension = () =>
  byRecord('company', 'company', numberField('company_id'), textField('company_name'));

/** The company of a lead, which is text. */
export const companyName: MakeDimension = () =>
  byText('company', column('company', textField('company_name')));

/** A part of the address. */
export const place =
  (part: 'city' | 'state' | 'country'): MakeDimension =>
  () =>
    byText(part, column(part, textField(`address.${part}`)));

const typeKey = ({ type }: JsonObject) =>
  isObject(type) ? `${type.category ?? 'user'}:${type.id}` : undefined;

/** Kinds of activities; one that the account does not list goes by the name its rows bring along. */
export const activityType: MakeDimension = async (context) => {
  const listedKeys = new Set((await entriesOf(context.names, 'activity_type')).map(({ key }) => key));
  const told = new Map<string, string>();
  const read: Field = derivedField(['type'], typeKey, { as: 'name', nameList: 'activity_type' });
  return byBook('type', 'activity_type', read, {
    keys(row) {
      const key = typeKey(row);
      if (key === undefined) return [];
      if (isObject(row.type) && typeof row.type.name === 'string' && !listedKeys.has(key))
        told.set(key, row.type.name);
      return [key];
    },
    value: (key) => told.get(key) ?? key,
    countable: { ...byList('activity_types', 'activity_type')(context), incomplete: true },
  });
};
