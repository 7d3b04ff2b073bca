import type { EntityType } from '../../src/sandbox/sandbox.ts';
import type { Account } from './account.ts';
import type { Making } from './condition.ts';
import { customFieldsOf } from './custom.ts';
import type { Fact, Shape } from './facts.ts';
import { columnsOf, inOrder } from './lists.ts';
import { ordersOf } from './order.ts';
import { isRefusal, type Question } from './question.ts';
import { wrongRows } from './rows.ts';
import { lower } from './text.ts';

const kindsOfTagged = ['people', 'companies', 'opportunities', 'leads', 'tasks', 'projects'] as const;

/** Tags in use, by name, with how many records of each kind have them. */
function tagsOf({ world }: Account): Fact[] {
  const tags = new Map<string, Record<string, number>>();
  for (const kind of kindsOfTagged) {
    for (const tag of world[kind].flatMap((row: { tags: string[] }) => row.tags)) {
      const counts = tags.get(tag) ?? Object.fromEntries(kindsOfTagged.map((one) => [one, 0]));
      counts[kind] = (counts[kind] ?? 0) + 1;
      tags.set(tag, counts);
    }
  }
  return [...tags]
    .sort(([a], [b]) => (lower(a) < lower(b) ? -1 : 1))
    .map(([name, counts], id) => {
      const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
      return { id, values: { name, count, ...counts } };
    });
}

const tagShapes: Readonly<Record<string, Shape>> = {
  name: 'text',
  count: 'number',
  ...Object.fromEntries(kindsOfTagged.map((kind) => [kind, 'number' as const])),
};

/** The list of tags, in any order and from any tag on. */
export function randomTags({ account, random }: Making): Question {
  const all = tagsOf(account);
  const namesOnly = random.chance(0.3);
  const after = namesOnly && random.chance(0.5) ? String(random.pick(all).values.name) : undefined;
  const part = random.chance(0.3) ? String(random.pick(all).values.name).slice(0, 2) : undefined;
  const byCount = !namesOnly && random.chance(0.3);
  const limit = random.chance(0.4) ? random.int(1, 10) : undefined;
  const match = all.filter(
    ({ values: { name } }) =>
      (part === undefined || lower(String(name)).includes(lower(part))) &&
      (after === undefined || lower(String(name)) > lower(after)),
  );
  const orders = byCount ? ordersOf(match, { of: 'count' }, true) : [inOrder(match)];
  const columns = columnsOf(namesOnly ? { name: 'text' } : tagShapes);
  return {
    tool: 'list_tags',
    input: {
      ...(namesOnly ? { names_only: true } : {}),
      ...(after === undefined ? {} : { after }),
      ...(part === undefined ? {} : { name: part }),
      ...(byCount ? { sort: 'count' } : {}),
      ...(limit === undefined ? {} : { limit }),
    },
    wrong: (answer) =>
      answer.isError
        ? answer.text
        : wrongRows(answer, { account, orders, columns, offset: 0, limit: limit ?? 200 }),
  };
}

const plurals: Readonly<Record<string, EntityType>> = {
  leads: 'lead',
  people: 'person',
  companies: 'company',
  opportunities: 'opportunity',
  projects: 'project',
  tasks: 'task',
};

/** The fields of a form: what the account added stands there with its ids and labels, in its order. */
export function randomLayout({ account, random }: Making): Question {
  const [plural, type] = random.pick(Object.entries(plurals));
  const pipeline = type === 'opportunity' ? random.pick(account.world.pipelines) : undefined;
  const isMissing = pipeline !== undefined && random.chance(0.2);
  const input = {
    type: random.pick([plural, type]),
    ...(pipeline && !isMissing ? { pipeline: pipeline.name } : {}),
  };
  if (isMissing)
    return {
      tool: 'list_field_layout_by_entity_type',
      input,
      wrong: isRefusal(['invalid_input'], pipeline.name),
    };
  const added = customFieldsOf(account, type).map(({ id, name }) => `${id} ${name} cf_${id}`);
  return {
    tool: 'list_field_layout_by_entity_type',
    input,
    wrong({ isError, text, rows, columns, total }) {
      if (isError) return text;
      const cell = (row: readonly string[], name: string) => row[columns.indexOf(name)] ?? '';
      const given = rows
        .filter((row) => cell(row, 'type') === 'custom_field')
        .map((row) => ['id', 'label', 'key'].map((name) => cell(row, name)).join(' '));
      if (given.join('\n') !== added.join('\n'))
        return `added fields are ${given.join(', ')}, not ${added.join(', ')}`;
      return rows.length === total && cell(rows[0] ?? [], 'label') === 'Name'
        ? undefined
        : 'Name is not the first field';
    },
  };
}
