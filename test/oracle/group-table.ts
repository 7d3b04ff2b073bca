import type { Answer } from './answers.ts';
import { type Dimension, noGroup } from './dimensions.ts';
import { type Asked, emptyPeriods } from './empty-periods.ts';
import type { Fact } from './facts.ts';
import { type Grouped, type GroupRow, keyText } from './groups.ts';
import type { Measure } from './measures.ts';

/** Groups that are shown unless told: all of what is in order of time. */
const usualTop = [0, 50, 150];

/** Numbers in cells: two numbers are the same to the cent. */
const isNumber = (cell: string, wanted: number | null) =>
  wanted === null
    ? cell === ''
    : cell !== '' && Math.abs(Number(cell) - wanted) < 0.0051 + Math.abs(wanted) * 1e-9;

function wrongRow(
  row: readonly string[],
  right: GroupRow,
  from: number,
  hasCurrency: boolean,
): string | undefined {
  const [currency, ...numbers] = hasCurrency ? row.slice(from) : ['', ...row.slice(from)];
  const wanted = [right.count, ...right.results];
  const wrong = wanted.findIndex((one, at) => !isNumber(numbers[at] ?? '', one));
  if (wrong >= 0) return `${row.join(' | ')} should be ${right.keys.join(' / ')} | ${wanted.join(' | ')}`;
  return hasCurrency && currency !== right.currency
    ? `${row.join(' | ')} is in ${right.currency}`
    : undefined;
}

/** The rows of one group, however it is called. */
function wrongGroup(
  rows: readonly (readonly string[])[],
  right: readonly GroupRow[],
  from: number,
  hasCurrency: boolean,
) {
  if (rows.length !== right.length)
    return `${rows.length} rows stand for ${right.length} currencies: ${rows[0]?.join(' | ')}`;
  for (const [at, row] of rows.entries()) {
    const one = hasCurrency ? right.find(({ currency }) => currency === row[from]) : right[at];
    const wrong =
      one === undefined
        ? `${row.join(' | ')} is in no right currency`
        : wrongRow(row, one, from, hasCurrency);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const rankOf = (rows: readonly GroupRow[], main: string | undefined, isMeasured: boolean): number => {
  if (!isMeasured) return rows.reduce((sum, { count }) => sum + count, 0);
  const own = rows.find(({ currency }) => currency === (main === '' ? noGroup : main));
  return own?.results[0] ?? Number.NEGATIVE_INFINITY;
};

/** Whether groups come in their own order, else the largest first. */
function wrongOrder(
  keys: readonly string[],
  ranks: readonly number[],
  { order, period }: Dimension,
): string | undefined {
  const place = (key: string) => {
    const at = order?.findIndex((one) => one === key || one.startsWith(`${key} (`)) ?? -1;
    return key === noGroup || at < 0 ? (order?.length ?? 0) : at;
  };
  const told = keys.filter((key) => key !== noGroup);
  if (keys.includes(noGroup) && (order ?? period) !== undefined && keys.at(-1) !== noGroup)
    return `${noGroup} is not last`;
  if (period !== undefined)
    return told.join() === [...told].sort().join() ? undefined : `periods are out of order`;
  if (order !== undefined)
    return told.every((key, at) => at === 0 || place(told[at - 1] ?? '') <= place(key))
      ? undefined
      : 'out of order';
  const down = ranks.every((rank, at) => at === 0 || (ranks[at - 1] ?? rank) >= rank - 0.01);
  return down ? undefined : 'the largest do not come first';
}

const isOthers = (key: string | undefined) => /^\((?:1 other|[\d,]+ others)\)$/.test(key ?? '');

/** A cross table as rows of groups again; what is wrong with its sums, if anything. */
function uncrossed(answer: Answer, { dimensions, measures }: Asked): Answer | string {
  const { columns, rows, totals, next } = answer;
  if (dimensions.length !== 2 || measures.length > 0 || columns.at(-1) !== '(total)') return answer;
  const names = columns.slice(1, -1);
  const sumOf = (cells: readonly string[]) => cells.reduce((sum, cell) => sum + Number(cell), 0);
  const [sums = []] = totals;
  for (const row of [...rows, sums])
    if (sumOf(row.slice(1, -1)) !== Number(row.at(-1))) return `${row.join(' | ')} does not add up`;
  const wrong = names.find((_, at) => sumOf(rows.map((row) => row[at + 1] ?? '')) !== Number(sums[at + 1]));
  if (wrong !== undefined && next === undefined) return `the column ${wrong} does not add up`;
  const groups = rows.flatMap(([key = '', ...cells]) =>
    names.flatMap((name, at) => (Number(cells[at]) === 0 ? [] : [[key, name, cells[at] ?? '']])),
  );
  return {
    ...answer,
    columns: [...dimensions.map(({ name }) => name), 'count'],
    rows: groups,
    totals: [['(total)', '', sums.at(-1) ?? '']],
    total: next === undefined ? groups.length : Number.POSITIVE_INFINITY,
  };
}

/** As JSON, the pipeline of a stage has a column of its own: both as one cell, as text has them. */
function withPipelines(answer: Answer, { dimensions }: Asked): Answer {
  const [stage, pipeline] = ['stage', 'pipeline'].map((name) => answer.columns.indexOf(name));
  const isAsked = dimensions.some(({ name }) => name === 'pipeline');
  if (stage === undefined || stage < 0 || pipeline === undefined || pipeline < 0 || isAsked) return answer;
  const joined = (row: readonly string[]) =>
    row.map((cell, at) => (at === stage && row[pipeline] ? `${cell} (${row[pipeline]})` : cell));
  return { ...answer, rows: answer.rows.map(joined) };
}

/** What is wrong with a table of groups; undefined where it is right. */
export function wrongTable(
  told: Answer,
  truth: Grouped,
  facts: readonly Fact[],
  asked: Asked,
): string | undefined {
  const answer = uncrossed(withPipelines(told, asked), asked);
  if (typeof answer === 'string') return answer;
  const { dimensions, measures, top } = asked;
  const hasCurrency = truth.currencies.length > 1;
  const from = dimensions.length;
  const columns = [
    ...dimensions.map(({ name }) => name),
    ...(hasCurrency ? ['currency'] : []),
    ...['count', ...measures.map(({ name }) => name)],
  ];
  const right = new Map(truth.groups.map((rows) => [keyText(rows[0]?.keys ?? []), rows]));
  const empty = emptyPeriods(facts, asked).filter((period) => !right.has(period.toLowerCase()));
  if (from === 0) return wrongGroup(cellsOf(answer, columns), zeroIfNone(truth.total, asked), 0, hasCurrency);
  if (answer.rows.length === 0 && right.size === 0) return undefined;
  const rows = cellsOf(answer, columns);
  const others = rows.filter(([key]) => isOthers(key));
  const shown = new Map<string, (readonly string[])[]>();
  for (const row of rows.filter(([key]) => !isOthers(key))) {
    const key = labelOf(row, dimensions, right);
    shown.set(key, [...(shown.get(key) ?? []), row]);
  }
  const most =
    top ??
    (dimensions[0]?.period !== undefined && from === 1 ? Number.POSITIVE_INFINITY : (usualTop[from] ?? 0));
  const isCut = right.size > most;
  const wanted = isCut ? most : right.size + empty.length;
  // Where an answer has no room for all rows, it says how many there are; what is shown has to be right.
  const isShort = (answer.total ?? 0) > answer.rows.length && answer.next !== undefined;
  if (isShort ? shown.size > wanted : shown.size !== wanted)
    return `${shown.size} groups are shown, ${wanted} should be`;
  for (const [key, some] of shown) {
    const nothing = [
      { keys: [key], currency: truth.currencies[0] || noGroup, count: 0, results: measures.map(zero) },
    ];
    const group = right.get(key) ?? (empty.some((one) => one.toLowerCase() === key) ? nothing : undefined);
    if (group === undefined) return `there is no group ${key}`;
    const isLast = isShort && key === [...shown.keys()].at(-1) && some.length < group.length;
    const wrong = isLast ? undefined : wrongGroup(some, group, from, hasCurrency);
    if (wrong !== undefined) return wrong;
  }
  const isMeasured = measures.length > 0;
  const main = truth.currencies[0];
  const ranks = [...shown.keys()].map((key) => rankOf(right.get(key) ?? [], main, isMeasured));
  if (isCut && !isShort) {
    const left = [...right]
      .filter(([key]) => !shown.has(key))
      .map(([, rows]) => rankOf(rows, main, isMeasured));
    if (Math.max(...left) > Math.min(...ranks) + 0.01) return 'a larger group is among the others';
    const wrong = wrongGroup(others, truth.without(new Set(shown.keys())), from, hasCurrency);
    if (wrong !== undefined) return `the others: ${wrong}`;
  }
  const labels = rows.map(([key = '']) => key);
  const [only] = dimensions;
  const order =
    from === 1 && only !== undefined
      ? wrongOrder(
          [...new Set(labels)].filter((key) => !isOthers(key)),
          ranks,
          only,
        )
      : undefined;
  return (
    order ??
    wrongGroup(
      cellsOf({ ...answer, rows: answer.totals }, columns),
      zeroIfNone(truth.total, asked),
      from,
      hasCurrency,
    )
  );
}

const zero = ({ how }: Measure) => (how === 'sum' ? 0 : null);

const zeroIfNone = (total: readonly GroupRow[], { measures }: Asked): readonly GroupRow[] =>
  total.length > 0 ? total : [{ keys: [], currency: '', count: 0, results: measures.map(zero) }];

/** The cells of rows in the order of these columns; a column that is empty everywhere is left out. */
const cellsOf = ({ rows, columns: told }: Pick<Answer, 'rows' | 'columns'>, columns: readonly string[]) =>
  rows.map((row) => columns.map((name) => row[told.indexOf(name)] ?? ''));

/** The group that a row stands for: a stage may be told without its pipeline where no other is called so. */
function labelOf(
  row: readonly string[],
  dimensions: readonly Dimension[],
  right: ReadonlyMap<string, unknown>,
): string {
  const text = keyText(row.slice(0, dimensions.length));
  if (right.has(text)) return text;
  const longer = [...right.keys()].filter((key) => {
    const [given, whole] = [text.split(' / '), key.split(' / ')];
    return whole.every((one, at) => isSameLabel(given[at] ?? '', one, dimensions[at]?.name));
  });
  return longer.length === 1 ? (longer[0] ?? text) : text;
}

/** A stage may be told without its pipeline, a namesake by e-mail or id; who is in no list is told by the id. */
function isSameLabel(given: string, whole: string, name: string | undefined): boolean {
  if (given === whole) return true;
  if (name === 'stage') return whole.startsWith(`${given} (`);
  const [, called = '', email = '', id = ''] = /^(.*) <(\S+) (\d+)>$/.exec(whole) ?? [];
  if (called !== '' && given.startsWith(`${called} `)) return given.includes(email) || given.includes(id);
  return /^\d{3,}$/.test(whole) && given.includes(whole);
}
