import type { ViewCell, ViewTable } from '../tool/view-data.ts';

/** A day, week, month, quarter or year, as groups by time are called. */
const period = /^\d{4}(?:-(?:\d{2}(?:-\d{2})?|Q[1-4]|W\d{2}))?$/;

/** What sums up others, and says so: `(19 others)`. */
const isRest = (label: string) => /^\(\d+ others?\)$/.test(label);

/** The cells that name a row, as one text. */
const labelOf = (row: readonly ViewCell[], at: readonly number[]) =>
  at.map((column) => row[column] ?? '(none)').join(' · ');

/**
 * The columns that name a row, which stand before its first number: undefined where rows are single records, or have too many of them to
 * be groups.
 */
function labelColumns({ form, columns, links }: ViewTable): number[] | undefined {
  if (form !== 'page' || links !== undefined || columns.some(({ kind }) => kind === 'id')) return undefined;
  const number = columns.findIndex(({ kind }) => kind === 'number');
  const found = columns
    .slice(0, Math.max(number, 0))
    .flatMap(({ kind, name }, at) => (kind === 'currency' || name === 'currency' ? [] : [at]));
  return found.length === 1 || found.length === 2 ? found : undefined;
}

/** The most series that can be told apart. */
const maxSeries = 8;

/** Which of the columns that name rows name the bars, and which the series, where those are few. */
function namedBy(
  { columns, rows }: ViewTable,
  at: readonly number[],
): { labels: number[]; series: number | undefined } {
  const [first = 0, second] = at;
  // The pipeline of a stage belongs to its name.
  const isStage = columns[first]?.kind === 'stage' && columns[second ?? 0]?.name === 'pipeline';
  const isWhole = isStage || columns.some(({ name }) => name === 'currency');
  if (second === undefined || isWhole) return { labels: [...at], series: undefined };
  const names = new Set(rows.map((row) => row[second]));
  return names.size > 1 && names.size <= maxSeries
    ? { labels: [first], series: second }
    : { labels: [...at], series: undefined };
}

/** True for groups by the stages of one pipeline, and nothing else: only these follow each other. */
const isStages = ({ columns, rows }: ViewTable, at: readonly number[]) => {
  const others = at.filter((one) => columns[one]?.kind !== 'stage');
  const isOnePipeline = (one: number) =>
    columns[one]?.name === 'pipeline' && new Set(rows.map((row) => row[one])).size === 1;
  return others.length < at.length && others.every(isOnePipeline);
};

/** What the rows of a table are called, which of these names are drawn, and how a row gets its name. */
export interface Labels {
  readonly all: readonly string[];
  readonly drawn: readonly string[];
  readonly of: (row: readonly ViewCell[]) => string;
}

/**
 * The labels of a table, which of its columns has the series, and whether the labels are stages or times.
 *
 * @returns undefined for a table of records
 */
export function readLabels(table: ViewTable) {
  const at = labelColumns(table);
  if (at === undefined) return undefined;
  const isFunnel = isStages(table, at);
  const { labels: named, series: by } = isFunnel
    ? { labels: at.filter((one) => table.columns[one]?.kind === 'stage'), series: undefined }
    : namedBy(table, at);
  const of = (row: readonly ViewCell[]) => labelOf(row, named);
  const all = [...new Set(table.rows.map(of))];
  const isTime =
    named.length === 1 &&
    all.some((one) => period.test(one)) &&
    all.every((one) => period.test(one) || isRest(one) || one === '(none)');
  const drawn = isTime ? all.filter((one) => period.test(one)) : all;
  return { labels: { all, drawn, of }, by, isFunnel, isTime };
}
