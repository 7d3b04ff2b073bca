import type { EntityType } from '../../src/sandbox/sandbox.ts';
import { type Account, kinds } from './account.ts';
import { type Column, columnOf } from './cells.ts';
import type { Making } from './condition.ts';
import { pointsTo } from './conditions.ts';
import { customFieldsOf } from './custom.ts';
import { deals } from './deals.ts';
import type { Fact, Pointer } from './facts.ts';
import type { Kind } from './kind.ts';
import { ordersOf } from './order.ts';
import { people } from './people.ts';
import { isRefusal, type Question } from './question.ts';
import { wrongRows } from './rows.ts';
import { activities, activityFact } from './work.ts';

/** Questions about one record: what it is, what it is tied to, what happened with it. */

/** Characters of a long text of one record that is not asked for by name. */
const longestOfOne = 1000;

function wholeRecord(kind: Kind, { account, random }: Making): { columns: Column[]; fields?: string[] } {
  const all = [
    ...Object.keys(kind.fields),
    ...customFieldsOf(account, kind.type as EntityType).map(({ name }) => name),
  ];
  const some = random.chance(0.3) ? ['id', ...random.some(all, 4)] : undefined;
  const names = [...new Set(some ?? all)];
  const columns = names.flatMap((name) => columnOf(account, kind, name, some !== undefined) ?? []);
  return { columns, ...(some === undefined ? {} : { fields: some }) };
}

function oneOf(kind: Kind, tool: string, input: object, fact: Fact | undefined, making: Making): Question {
  const { account } = making;
  if (fact === undefined) return { tool, input: { ...input }, wrong: isRefusal(['not_found']) };
  const { columns, fields } = wholeRecord(kind, making);
  return {
    tool,
    input: { ...input, ...(fields === undefined ? {} : { fields }) },
    wrong: (answer) =>
      answer.isError
        ? answer.text
        : wrongRows(answer, {
            account,
            orders: [[[fact]]],
            columns,
            offset: 0,
            limit: 1,
            most: longestOfOne,
          }),
  };
}

/** One deal by its id, one contact by an e-mail; now and then there is none. */
export function randomRecord(making: Making): Question {
  const { account, random } = making;
  const isMissing = random.chance(0.1);
  if (random.chance(0.5)) {
    const fact = random.pick(account.facts(deals));
    const id = isMissing ? 77 : fact.id;
    return oneOf(deals, 'get_opportunity', { id }, isMissing ? undefined : fact, making);
  }
  const reachable = account.facts(people).filter(({ values: { email } }) => String(email) !== '');
  const fact = random.pick(reachable);
  const [email = ''] = fact.values.email as string[];
  const wanted = isMissing ? 'nobody@nowhere.example' : random.pick([email, email.toUpperCase()]);
  return oneOf(people, 'get_person_by_email', { email: wanted }, isMissing ? undefined : fact, making);
}

/** A user by id, name, e-mail or as whose key it is. */
export function randomUser({ account, random }: Making): Question {
  const user = random.pick(account.world.users);
  const isMe = random.chance(0.2);
  const meant = isMe ? account.world.users.find(({ id }) => id === account.me) : user;
  const id = isMe ? 'me' : random.pick([String(user.id), user.name, user.email, user.name.toLowerCase()]);
  return {
    tool: 'get_user',
    input: { id },
    wrong({ isError, text, rows, columns }) {
      if (isError) return text;
      const row = rows[0] ?? [];
      const told = ['id', 'name', 'email'].map((name) => row[columns.indexOf(name)]).join(' ');
      const right = `${meant?.id} ${meant?.name} ${meant?.email}`;
      return told === right ? undefined : `${told} is not ${right}`;
    },
  };
}

const plurals: Readonly<Record<EntityType, string>> = {
  lead: 'leads',
  person: 'people',
  company: 'companies',
  opportunity: 'opportunities',
  project: 'projects',
  task: 'tasks',
};

/** What can be tied to what; a lead has tasks only. */
const isPossible = (from: EntityType, to: EntityType) =>
  from !== to && (from !== 'lead' || to === 'task') && (to !== 'lead' || from === 'task');

/** What a record is tied to, in either direction. */
export function relatedTo({ world }: Pick<Account, 'world'>, { type, id }: Pointer): readonly Pointer[] {
  return world.connections.flatMap(([one, other]) => {
    if (one.type === type && one.id === id) return [other];
    return other.type === type && other.id === id ? [one] : [];
  });
}

/** All that a record is tied to, or that of one kind. */
export function randomRelated({ account, random }: Making): Question {
  const { world } = account;
  const one = random.pick(random.pick(random.pick([world.connections.slice(-900), world.connections])));
  const type = random.chance(0.1) ? 'lead' : one.type;
  const id = type === 'lead' ? random.pick(world.leads).id : one.id;
  const wanted = random.chance(0.5) ? random.pick(Object.keys(plurals) as EntityType[]) : undefined;
  const tool = wanted === undefined ? 'get_related_items' : 'get_related_items_by_type';
  const input = {
    type: random.pick([plurals[type], type]),
    id,
    ...(wanted === undefined ? {} : { related_type: random.pick([plurals[wanted], wanted]) }),
  };
  if (wanted !== undefined && !isPossible(type, wanted))
    return { tool, input, wrong: isRefusal(['rejected', 'invalid_input']) };
  const items = relatedTo(account, { type, id }).filter(
    (item) => wanted === undefined || item.type === wanted,
  );
  return {
    tool,
    input,
    wrong({ isError, text, rows, columns, total }) {
      if (isError) return text;
      if (total !== items.length) return `${total} are told, ${items.length} there are`;
      const told = rows.map((row) =>
        ['type', 'id', 'name'].map((name) => row[columns.indexOf(name)] ?? '').join(' '),
      );
      const right = items.map(
        (item) => `${item.type} ${item.id} ${account.nameOf(item.type, item.id) ?? ''}`,
      );
      const missing = right.find((line) => !told.some((given) => given.startsWith(line.trimEnd())));
      return missing === undefined && told.length === right.length ? undefined : `${missing} is missing`;
    },
  };
}

/** Everything that happened with a record, with a company also what happened with its people. */
export function activitiesWith(account: Account, to: Pointer): Fact[] {
  const points = pointsTo(account, activities, to);
  return account.world.activities
    .filter(({ parent }) => points(parent))
    .map((one) => activityFact(one, account));
}

/** The activities of one record. */
export function randomHistory({ account, random }: Making): Question {
  const types = ['opportunity', 'person', 'company', 'lead'] as const;
  const type = random.pick(types);
  const kind = kinds.find((one) => one.type === type);
  const { id } = random.pick(kind === undefined ? [] : account.facts(kind));
  const isMissing = random.chance(0.05);
  const limit = random.chance(0.5) ? random.int(0, 30) : undefined;
  const offset = random.chance(0.2) ? random.int(1, 4) : 0;
  const names = [...activities.shown, ...(random.chance(0.5) ? ['id'] : [])];
  const columns = names.flatMap((name) => columnOf(account, activities, name, name === 'id') ?? []);
  const tool = `get_${type}_activities`;
  const input = {
    id: isMissing ? 78 : id,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === 0 ? {} : { offset }),
    ...(names.includes('id') ? { fields: ['+id'] } : {}),
  };
  if (isMissing) return { tool, input, wrong: isRefusal(['not_found']) };
  const orders = ordersOf(activitiesWith(account, { type, id }), { of: 'date' }, true);
  return {
    tool,
    input,
    wrong: (answer) =>
      answer.isError
        ? answer.text
        : wrongRows(answer, { account, orders, columns, offset, limit: limit ?? 20 }),
  };
}
