import { distinctName } from '../../../src/names/custom-field-names.ts';
import { normalizeName } from '../../../src/names/suggestions.ts';
import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import type { NameKind } from '../../../src/tool/names.ts';
import { column, derivedField, nameField, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { countableByList, countableByWords, countableDealStatus, nameEntriesOf } from './countable.ts';
import {
  byFixedWord,
  byNameList,
  byRecord,
  byText,
  type Dimension,
  distinctTexts,
  orderOfKeys,
} from './dimension.ts';
import { readPipelines } from './pipelines.ts';

/** Creates a dimension for one call: what it remembers of rows belongs to that call. */
export type CreateDimension = (context: ReportContext) => Promise<Dimension> | Dimension;

/** Groups by the names of a small list; searches count them by `parameter`. */
const listed =
  (
    name: string,
    path: string,
    nameKind: NameKind,
    parameter: string,
    emptyGroupBy?: 'search' | 'remainder',
  ) =>
  ({ names }: ReportContext): Dimension =>
    byNameList(name, nameKind, nameField(path, nameKind), {
      countable: countableByList(names, nameKind, parameter, emptyGroupBy),
    });

const owner = listed('owner', 'assignee_id', 'user', 'assignee_ids', 'search');
/** Of tasks the contract does not say that a search finds those without an owner. */
const taskOwner = listed('owner', 'assignee_id', 'user', 'assignee_ids');
const who = listed('who', 'user_id', 'user', 'user_ids');
const pipeline = listed('pipeline', 'pipeline_id', 'pipeline', 'pipeline_ids');
const source = listed('source', 'customer_source_id', 'source', 'customer_source_ids', 'search');
const lossReason = listed('loss_reason', 'loss_reason_id', 'loss_reason', 'loss_reason_ids', 'search');
const contactType = listed('type', 'contact_type_id', 'contact_type', 'contact_type_ids', 'remainder');

/** The group of the rows of users that the account does not list: which teams they are or were in is not known. */
const unknownTeam = '(unknown)';

/** The teams of the users at this path: a user may be in several. */
const team =
  (path: string): CreateDimension =>
  async ({ names }) => {
    const users = await names.all('user');
    const all = users.flatMap((user) => user.teams ?? []);
    const teams = new Map(all.map((one) => [String(one.id), distinctName(one, all)]));
    const ofUser = new Map(users.map(({ key, teams: own = [] }) => [key, own.map(({ id }) => String(id))]));
    return byFixedWord('team', column('owner', numberField(path)), {
      keys: (row) => distinctTexts(row[path]).flatMap((user) => ofUser.get(user) ?? unknownTeam),
      value: (key) => teams.get(key) ?? key,
      several: users.some(({ teams: own = [] }) => own.length > 1),
    });
  };

/** Stages in the order of their pipelines; equal names in two pipelines are shown with their pipelines. */
const stage: CreateDimension = async ({ names }) => {
  const stages = await nameEntriesOf(names, 'stage');
  const pipelines = new Map(stages.map((one) => [one.key, one.pipeline?.id]));
  const pipelineAt = (path: string) =>
    derivedField([], (row) => pipelines.get(String(row[path])), { kind: 'name', nameKind: 'pipeline' });
  return byNameList('stage', 'stage', nameField('pipeline_stage_id', 'stage'), {
    shown: (path) => nameField(path, 'stage', pipelineAt(path)),
    order: orderOfKeys(stages.map(({ key }) => key)),
    countable: countableByList(names, 'stage', 'pipeline_stage_ids'),
  });
};

const status = column('status', textField('status'));

/** Statuses of leads: by the account's list, or else by the text that the lead itself has for it. */
const leadStatus: CreateDimension = async ({ names }) => {
  const entries = await nameEntriesOf(names, 'lead_status');
  const ofNames = new Map(entries.map(({ key, name }) => [name, key]));
  const listedKeys = new Set(entries.map(({ key }) => key));
  const id = nameField('status_id', 'lead_status');
  return byNameList('status', 'lead_status', id, {
    reads: [column('status id', id), status],
    keys: (row) => {
      const [key, text] = [distinctTexts(row.status_id)[0], distinctTexts(row.status)[0]];
      if (key !== undefined && listedKeys.has(key)) return [key];
      return [ofNames.get(text ?? '') ?? text ?? key ?? []].flat();
    },
    countable: countableByList(names, 'lead_status', 'status_ids'),
  });
};

const dealStatus: CreateDimension = (context) =>
  byFixedWord('status', status, {
    countable: countableDealStatus(['Open', 'Won', 'Lost', 'Abandoned'], () => readPipelines(context)),
  });

const taskStatus: CreateDimension = () =>
  byFixedWord('status', status, { countable: countableByWords('statuses', ['Open', 'Completed']) });

/** Priorities, the highest first. */
const priority: CreateDimension = () =>
  byFixedWord('priority', column('priority', textField('priority')), {
    order: orderOfKeys(['High', 'Medium', 'Low', 'None']),
  });

const tag: CreateDimension = () => byFixedWord('tag', column('tags', textField('tags')), { several: true });

/** The company of a deal or a person. */
const company: CreateDimension = () =>
  byRecord('company', numberField('company_id'), textField('company_name'));

/** Groups by text that people type. */
const typed =
  (name: string, path: string): CreateDimension =>
  () =>
    byText(name, column(name, textField(path)));

const typeKey = ({ type }: JsonObject) =>
  isObject(type) ? `${type.category ?? 'user'}:${type.id}` : undefined;

/** Types of activities; one that the account does not list is shown by the name that its rows have. */
const activityType: CreateDimension = async ({ names }) => {
  const listedKeys = new Set((await nameEntriesOf(names, 'activity_type')).map(({ key }) => key));
  const unlisted = new Map<string, string>();
  const read = derivedField(['type'], typeKey, { kind: 'name', nameKind: 'activity_type' });
  return byNameList('type', 'activity_type', read, {
    keys(row) {
      const key = typeKey(row);
      if (key === undefined) return [];
      if (isObject(row.type) && typeof row.type.name === 'string' && !listedKeys.has(key))
        unlisted.set(key, row.type.name);
      return [key];
    },
    value: (key) => unlisted.get(key) ?? key,
    countable: { ...countableByList(names, 'activity_type', 'activity_types'), hasUnlistedValues: true },
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
  return byFixedWord('name', nameColumn, {
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

const places = {
  city: typed('city', 'address.city'),
  state: typed('state', 'address.state'),
  country: typed('country', 'address.country'),
};
const ofDeals = { loss_reason: lossReason, company, tag, priority };
const owned = { owner, team: team('assignee_id'), name: similarNameDimension };

/** What each kind of record can be grouped by, in the order in which an error lists it. */
export const recordDimensions = {
  opportunities: { ...owned, pipeline, stage, status: dealStatus, source, ...ofDeals },
  leads: { ...owned, status: leadStatus, source, company: typed('company', 'company_name'), tag, ...places },
  people: { ...owned, type: contactType, company, tag, ...places },
  companies: { ...owned, type: contactType, tag, ...places },
  tasks: { ...owned, owner: taskOwner, status: taskStatus, priority, tag },
  activities: { owner: who, team: team('user_id'), type: activityType },
} satisfies Readonly<Record<string, Readonly<Record<string, CreateDimension>>>>;
