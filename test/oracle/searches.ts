import { type Account, kinds } from './account.ts';
import { type Column, columnOf } from './cells.ts';
import { type Condition, fits, type Making, negated, written } from './condition.ts';
import { conditionOf } from './conditions.ts';
import { customFieldsOf } from './custom.ts';
import { customCondition } from './custom-conditions.ts';
import type { Fact } from './facts.ts';
import type { Kind, Sortable } from './kind.ts';
import { ordersOf } from './order.ts';
import { isRefusal, type Question } from './question.ts';
import type { Random } from './random.ts';
import { wrongRows } from './rows.ts';

/** How rows are wanted, beside which. */
interface Wanted {
  readonly sort?: { readonly by: Sortable; readonly descending: boolean };
  readonly columns: readonly Column[];
  readonly fields?: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
}

/** Forms that can be turned round. */
const reversible = ['names', 'status', 'words', 'tags', 'stages', 'company', 'types'];

/** Up to three conditions, each about something else; seldom one of them is turned round. */
export function randomConditions(kind: Kind, making: Making, most = 3): Condition[] {
  const { random } = making;
  const found: Condition[] = [];
  for (let left = random.int(0, most); left > 0; left--) {
    const askable = random.pick(random.chance(0.4) ? kind.askable.filter(({ own }) => own) : kind.askable);
    const plain = random.chance(0.25) ? customCondition(kind, making) : conditionOf(askable, kind, making);
    const turned =
      plain !== undefined &&
      plain.name === askable.name &&
      reversible.includes(askable.as) &&
      making.account.kind.isOdd !== true &&
      random.chance(0.06)
        ? negated(plain, random)
        : undefined;
    const one = turned ?? plain;
    if (one !== undefined && !found.some(({ slot }) => slot === one.slot)) found.push(one);
  }
  return found;
}

const isColumn = (column: Column | undefined): column is Column => column !== undefined;

/** The usual columns, some others, one more than the usual, or all. */
function randomColumns(account: Account, kind: Kind, random: Random): Pick<Wanted, 'columns' | 'fields'> {
  const custom = kind.type === 'activity' ? [] : customFieldsOf(account, kind.type).map(({ name }) => name);
  const known = [...Object.keys(kind.fields), ...custom];
  const columns = (names: readonly string[], asked: (name: string) => boolean) =>
    [...new Set(names)].map((name) => columnOf(account, kind, name, asked(name))).filter(isColumn);
  const usual = kind.shown;
  const some = random.some(known, random.int(1, 5));
  switch (random.int(1, 6)) {
    case 1:
      return { columns: columns(['id', ...some], () => true), fields: ['id', ...some] };
    case 2: {
      const [more = 'id'] = some.filter((name) => !usual.includes(name));
      return { columns: columns([...usual, more], (name) => name === more), fields: [`+${more}`] };
    }
    case 3:
      if (random.chance(0.6)) break;
      return { columns: columns(known, () => false), fields: ['*'] };
  }
  return { columns: columns(usual, () => false) };
}

function randomSort(account: Account, kind: Kind, random: Random): Pick<Wanted, 'sort'> {
  if (kind.type === 'activity' || random.chance(0.4)) return {};
  const custom = customFieldsOf(account, kind.type).map(({ name }) => ({ name, of: name, byCopper: false }));
  const by = random.pick(random.chance(0.15) ? custom : kind.sortable);
  return { sort: { by, descending: random.chance(0.5) } };
}

function randomWindow(kind: Kind, random: Random): Pick<Wanted, 'limit' | 'offset'> {
  if (random.chance(0.15)) return { limit: 0 };
  return {
    ...(random.chance(0.6) ? { limit: random.int(1, random.chance(0.2) ? kind.page : 12) } : {}),
    ...(random.chance(0.3) ? { offset: random.int(1, 40) } : {}),
  };
}

/** The records that a search finds. */
export function found(account: Account, kind: Kind, conditions: readonly Condition[], now: number): Fact[] {
  const hidden = kind.name === 'leads' && !conditions.some(({ name }) => name === 'include_converted_leads');
  return account
    .facts(kind)
    .filter((fact) => !(hidden && fact.values.converted !== null) && fits(conditions, fact, now));
}

/** Converted leads, too. */
export const withConverted: Condition = {
  slot: 'include_converted_leads',
  name: 'include_converted_leads',
  own: false,
  value: 'true',
  keep: () => true,
};

/** Pages of a search that are read at most for what Copper cannot do; the contract's are of 25 rows for most kinds. */
const mostPages = 40;

/** Rows that are sorted here at most. */
const mostSorted = 500;

/** A search with these conditions, and its right answer. */
function searchFor(
  account: Account,
  kind: Kind,
  conditions: readonly Condition[],
  wanted: Wanted,
  random: Random,
): Question {
  const { sort, columns, fields, limit, offset = 0 } = wanted;
  const input = {
    ...written(conditions, random),
    ...(sort === undefined ? {} : { sort: `${sort.descending ? '-' : ''}${sort.by.name}` }),
    ...(fields === undefined ? {} : { fields }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === 0 ? {} : { offset }),
  };
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  return {
    tool: kind.tool,
    input,
    asksNot: mayRefuse,
    wrong(answer, now) {
      if (answer.isError && mayRefuse) return isRefusal(['unknown_name', 'invalid_input'])(answer, now);
      const match = found(account, kind, conditions, now);
      const few = mostPages * Math.min(kind.page, account.kind.sandbox.pageSize ?? kind.page);
      const isMany = account.facts(kind).length > few;
      const sortsHere = sort !== undefined && !sort.by.byCopper && limit !== 0;
      if (answer.isError && sortsHere && (match.length > mostSorted || isMany))
        return isRefusal(['invalid_input'])(answer, now);
      if (answer.isError) return `the error ${answer.text.slice(0, 300)}`;
      const { of, descending } = kind.usualOrder;
      const [by, down] = sort === undefined ? [{ of }, descending] : [sort.by, sort.descending];
      return wrongRows(answer, {
        account,
        orders: ordersOf(match, by, down),
        columns,
        offset,
        limit: limit ?? 20,
        ...(isMany ? { readable: few } : {}),
      });
    },
  };
}

/** Any search of any kind. */
export function randomSearch(making: Making, kind: Kind = making.random.pick(kinds)): Question {
  const { account, random } = making;
  const conditions = randomConditions(kind, making);
  if (kind.name === 'leads' && random.chance(0.2)) conditions.push(withConverted);
  const wanted = {
    ...randomColumns(account, kind, random),
    ...randomSort(account, kind, random),
    ...randomWindow(kind, random),
  };
  return searchFor(account, kind, conditions, wanted, random);
}

/** A name that nobody and nothing has. */
const nobody = ['Zaphod Beeblebrox', 'Quux', 'No Such Thing', 'Xyzzy'];

/** A search that names what does not exist: an error that says so, never "none match". */
export function searchForNobody({ account: _, random }: Making): Question {
  const kind = random.pick(kinds);
  const forms = ['names', 'company', 'record', 'stages', 'status', 'words', 'tags', 'types', 'deals of'];
  const askable = random.pick(kind.askable.filter(({ as }) => forms.includes(as)));
  const name = random.pick(nobody);
  const own = askable.own === true && random.chance(0.7);
  const input = own ? { [askable.name]: [name] } : { filters: [{ name: askable.name, value: name }] };
  return { tool: kind.tool, input, wrong: isRefusal(['unknown_name', 'invalid_input'], name) };
}
