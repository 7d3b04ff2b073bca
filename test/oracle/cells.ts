import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { customFieldsOf, shapeOf } from './custom.ts';
import { type Fact, isThere, type Shape, textsIn, type Value } from './facts.ts';
import type { Kind } from './kind.ts';
import { isCutOf, longest, seen } from './text.ts';

/** One column of a table: whose fact it tells, and how. */
export interface Column {
  readonly name: string;
  readonly shape: Shape;
  /** True where it was asked for by name: long texts are then whole. */
  readonly asked: boolean;
}

/** The page that a cell stands on: what else is there decides how it may be written. */
export interface Page {
  readonly account: Account;
  readonly table: Table;
  readonly notes: Answer['notes'];
  readonly facts: readonly Fact[];
  /** Characters of a long text that is not asked for by name. */
  readonly most: number;
  /** True where the first row is too long by itself, so that all of its texts are cut. */
  readonly isTight?: boolean;
  /** Another cell of the same row: as JSON, currencies and pipelines have columns of their own. */
  readonly beside?: (name: string) => string | undefined;
}

/** The column of a field of the kind or of a custom field by its label; undefined where there is none. */
export function columnOf(account: Account, kind: Kind, name: string, asked: boolean): Column | undefined {
  const own = kind.fields[name];
  if (own !== undefined) return { name, shape: own, asked };
  if (kind.type === 'activity') return undefined;
  const custom = customFieldsOf(account, kind.type).find((field) => field.name === name);
  return custom === undefined ? undefined : { name, shape: shapeOf(custom), asked };
}

/** People who share a name may be told apart behind it. */
function isNamed(given: string, name: string): boolean {
  const behind = given.slice(seen(name).length);
  return given.startsWith(seen(name)) && (behind === '' || /^ (?:\(.*\)|<.*>)$/.test(behind));
}

function isNameOf(list: string, id: number, given: string, { account, facts }: Page): boolean {
  const name = account.nameOf(list, id);
  // Names of records are looked up a few requests long: on a long page some may remain ids.
  if (name === undefined) return given.includes(String(id));
  if (given === String(id)) return facts.length > 90 && list !== 'user';
  return name !== undefined && isNamed(given, name);
}

/** A number with its currency, or without it where one note tells the currency of all. */
function isMoney(given: string, amount: number, currency: string, { notes, table, beside }: Page): boolean {
  const [number = '', unit = ''] = given.split(' ');
  if (number !== String(amount)) return false;
  const own = beside?.('value_currency');
  if (own !== undefined) return unit === '' && own === currency;
  if (unit !== '') return unit === currency;
  const told = notes.find((note) => note.startsWith('value in ')) ?? '';
  if (table.columns.includes('currency')) return true;
  return currency === '' ? !/^value in \w+\.$/.test(told) : told.includes(currency);
}

/** A stage, with its pipeline where the page has several. */
function isStage(given: string, id: number, { account, facts, beside }: Page): boolean {
  const { pipelines } = account.world;
  const home = (stage: Value | undefined) =>
    pipelines.find(({ stages }) => stages.some((one) => one.id === stage));
  const pipeline = home(id);
  const name = pipeline?.stages.find((stage) => stage.id === id)?.name;
  if (given === `${name} (${pipeline?.name})`) return true;
  if (given === name && beside?.('pipeline') === pipeline?.name) return true;
  return given === name && facts.every(({ values: { stage } }) => home(stage) === pipeline);
}

function isPointer(given: string, { type, id }: { type: string; id: number }, page: Page): boolean {
  const name = page.account.nameOf(type, id);
  if (given === `${type} ${id}`) return name === undefined || page.facts.length > 90;
  return name !== undefined && given === `${seen(name)} (${type} ${id})`;
}

const several = (texts: readonly string[]) => texts.map(seen).join(', ');

/** Whether what is written in a cell tells this value. */
function tells(
  given: string,
  value: Value | undefined,
  { name, shape, asked }: Column,
  fact: Fact,
  page: Page,
): boolean {
  if (!isThere(value)) return given === '';
  if (typeof value === 'object' && value !== null && 'type' in value) return isPointer(given, value, page);
  const most = page.isTight === true ? 20 : asked ? Number.POSITIVE_INFINITY : page.most;
  const { zone } = page.account;
  switch (shape) {
    case 'text':
    case 'all':
      return isCutOf(seen(given), several(textsIn(value)), most);
    case 'first': {
      const [first = '', ...others] = textsIn(value);
      const all = seen(textsIn(fact.values[`${name} with kinds`] ?? value).join(', '));
      const more = page.beside?.(`${name}_more`);
      const whole = page.beside?.(`${name}_all`);
      if (whole !== undefined && whole !== all) return false;
      if (more !== undefined) return given === seen(first) && more === String(others.length);
      if (page.table.what === 'person') return given === all;
      return given === (others.length === 0 ? seen(first) : `${seen(first)} (+${others.length})`);
    }
    case 'number':
    case 'day':
    case 'flag':
      return given === String(value);
    case 'money':
      return isMoney(given, Number(value), String(fact.values.currency ?? ''), page);
    case 'time':
      return given === zone.moment(Number(value));
    case 'stage':
      return isStage(given, Number(value), page);
    case 'pointer':
      return false;
    default:
      return isNameOf(shape, Number(value), given, page);
  }
}

/** What is wrong with a row that should tell this record; undefined where nothing is. */
export function wrongCell(
  row: readonly string[],
  fact: Fact,
  columns: readonly Column[],
  page: Page,
): string | undefined {
  for (const column of columns) {
    const { name } = column;
    const at = page.table.columns.indexOf(name);
    const given = at < 0 ? '' : (row[at] ?? '');
    const value = fact.values[name];
    const beside = (other: string) => row[page.table.columns.indexOf(other)];
    if (!tells(given, value, column, fact, { ...page, beside }))
      return `${name} of ${fact.id} is ${JSON.stringify(given)}, not ${JSON.stringify(value)}`;
  }
  return undefined;
}

/** Long texts are cut in tables at 200 characters. */
export const tableMost = longest;
