import type { CustomFieldDefinition, EntityType } from '../../src/sandbox/sandbox.ts';
import type { Account } from './account.ts';
import type { Column } from './cells.ts';
import type { Making } from './condition.ts';
import type { Fact, Shape, Value } from './facts.ts';
import type { Ranks } from './order.ts';
import type { Question } from './question.ts';
import { wrongRows } from './rows.ts';
import { lower } from './text.ts';

/** The lists that describe an account: which entries, in which order, told how. */

/** One list: its tool, its columns, its entries. */
interface ListTool {
  readonly tool: string;
  readonly fields: Readonly<Record<string, Shape>>;
  entries(account: Account): readonly Readonly<Record<string, Value>>[];
  /** True where part of a name, a limit and an offset can be given. */
  readonly isLong?: true;
  /** Rows unless told; all of most lists. */
  readonly usual?: number;
}

const named = { id: 'number', name: 'text' } as const;
const plainNames = (
  tool: string,
  pick: (account: Account) => readonly { id: number; name: string }[],
): ListTool => ({
  tool,
  fields: named,
  entries: (account) => pick(account).map(({ id, name }) => ({ id, name })),
});

const probable = ({ name, win_probability: chance }: { name: string; win_probability: number | null }) =>
  chance === null ? name : `${name} ${chance}%`;

const byRank = ({ options = [] }: CustomFieldDefinition) =>
  options.toSorted((a, b) => a.rank - b.rank).map(({ name }) => name);

const entities: readonly EntityType[] = ['lead', 'person', 'company', 'opportunity', 'task', 'project'];

const lists: readonly ListTool[] = [
  {
    tool: 'list_users',
    fields: { ...named, email: 'text', teams: 'all' },
    isLong: true,
    usual: 20,
    entries: ({ world }) =>
      world.users.map(({ id, name, email, groups }) => ({
        id,
        name,
        email,
        teams: groups.map((team) => team.name),
      })),
  },
  {
    tool: 'list_pipelines',
    fields: { ...named, type: 'text', revenue: 'flag', stages: 'text' },
    entries: ({ world }) =>
      world.pipelines.map(({ id, name, type, is_revenue: revenue, stages }) => ({
        ...{ id, name, type, revenue },
        stages: stages.map(probable).join(', '),
      })),
  },
  {
    tool: 'list_pipeline_stages',
    fields: { ...named, pipeline: 'pipeline', probability: 'number' },
    entries: ({ world }) =>
      world.pipelines.flatMap(({ id: pipeline, stages }) =>
        stages.map(({ id, name, win_probability: probability }) => ({ id, name, pipeline, probability })),
      ),
  },
  plainNames('list_customer_sources', ({ world }) => world.customerSources),
  plainNames('list_loss_reasons', ({ world }) => world.lossReasons),
  plainNames('list_lead_statuses', ({ world }) => world.leadStatuses),
  plainNames('list_contact_types', ({ world }) => world.contactTypes),
  {
    tool: 'list_activity_types',
    fields: { id: 'number', category: 'text', name: 'text', disabled: 'flag', counts_as_interaction: 'flag' },
    entries: ({ world }) =>
      world.activityTypes.map(
        ({ id, category, name, is_disabled: disabled, count_as_interaction: counts }) => ({
          ...{ id, category, name, disabled },
          counts_as_interaction: counts,
        }),
      ),
  },
  {
    tool: 'list_custom_activity_types',
    fields: { ...named, icon: 'text', disabled: 'flag', interaction: 'flag', counts_as_interaction: 'flag' },
    entries: ({ world }) =>
      world.customActivityTypes.map((type) => ({
        id: type.id,
        name: type.name,
        icon: type.icon_type,
        disabled: type.is_disabled,
        interaction: type.is_interaction,
        counts_as_interaction: type.count_as_interaction,
      })),
  },
  {
    tool: 'list_custom_field_definitions',
    fields: { ...named, type: 'text', on: 'all', options: 'all', currency: 'text' },
    isLong: true,
    entries: ({ world }) =>
      world.customFields.map((field) => ({
        id: field.id,
        name: field.name,
        type: field.data_type,
        on: field.available_on,
        options: byRank(field),
        currency: field.currency ?? null,
      })),
  },
];

/** The columns of a list. */
export const columnsOf = (fields: ListTool['fields']): Column[] =>
  Object.entries(fields).map(([name, shape]) => ({ name, shape, asked: false }));

/** Entries in the order of their list. */
export const inOrder = (facts: readonly Fact[]): Ranks => facts.map((fact) => [fact]);

const asFacts = (entries: readonly Readonly<Record<string, Value>>[]): Fact[] =>
  entries.map((values, at) => ({ id: Number(values.id ?? at), values }));

/** Any list that is read whole. */
export function randomList({ account, random }: Making): Question {
  const { tool, fields, entries, isLong, usual = 200 } = random.pick(lists);
  const all = asFacts(entries(account));
  const offset = random.chance(0.2) ? random.int(1, all.length) : 0;
  const part =
    isLong && random.chance(0.4) ? String(random.pick(all).values.name).slice(1, 4).trim() : undefined;
  const limit = isLong && random.chance(0.4) ? random.int(0, 8) : undefined;
  const on =
    tool === 'list_custom_field_definitions' && random.chance(0.4) ? random.pick(entities) : undefined;
  const match = all.filter(
    ({ values: { name, on: types } }) =>
      (part === undefined || lower(String(name)).includes(lower(part))) &&
      (on === undefined || (Array.isArray(types) && types.includes(on))),
  );
  const input = {
    ...(offset === 0 ? {} : { offset }),
    ...(part === undefined ? {} : { name: part }),
    ...(limit === undefined ? {} : { limit }),
    ...(on === undefined ? {} : { on }),
  };
  const expected = { account, columns: columnsOf(fields), offset, limit: limit ?? usual };
  return {
    tool,
    input,
    wrong: (answer) =>
      answer.isError ? answer.text : wrongRows(answer, { ...expected, orders: [inOrder(match)] }),
  };
}
