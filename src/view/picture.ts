import type { ViewCell, ViewColumn, ViewTable } from '../tool/view-data.ts';

/** Numbers that are drawn in one colour, one for each label; null where there is none. */
interface Series {
  /** What they are; empty if they are all that the picture shows. */
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/**
 * How one measure of a table is drawn. `line` is over time, `funnel` by the stages of one pipeline, `stacked` adds up the series of each
 * label, `grouped` has them beside each other, and `apart` measures each series, one for each currency, on a scale of its own: amounts
 * of several currencies never add up.
 */
export interface Picture {
  readonly kind: 'bars' | 'line' | 'funnel' | 'stacked' | 'grouped' | 'apart';
  /** What is measured: the name of its column. */
  readonly measure: string;
  /** The currency of all numbers, if they have one. */
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Rows that cannot be drawn beside the others, with their numbers: sums of many in a picture over time. */
  readonly left: readonly string[];
}

/** A day, week, month, quarter or year, as groups by time are called. */
const period = /^\d{4}(?:-(?:\d{2}(?:-\d{2})?|Q[1-4]|W\d{2}))?$/;

/** What sums up others, and says so: `(19 others)`. */
const isRest = (label: string) => /^\(\d+ others?\)$/.test(label);

/** The column of the sums of a cross table. */
const sumColumn = '(total)';

/** The columns of one measure: several where each currency has its own. */
interface Measure {
  readonly name: string;
  readonly at: readonly number[];
}

function measuresOf(columns: readonly ViewColumn[]): Measure[] {
  const numbers = columns.flatMap(({ kind, name }, at) =>
    kind === 'number' && name !== sumColumn ? [at] : [],
  );
  if (columns.some(({ name }) => name === sumColumn)) return [{ name: 'count', at: numbers }];
  const first = (at: number) => {
    const { name = '', unit } = columns[at] ?? {};
    const base = name.replace(/_\d+$/, '');
    const isFurther = unit !== undefined && base !== name && columns.some((one) => one.name === base);
    return isFurther ? base : name;
  };
  const names = [...new Set(numbers.map(first))];
  return names.map((name) => ({ name, at: numbers.filter((at) => first(at) === name) }));
}

/** The cells that name a row, as one text. */
const labelOf = (row: readonly ViewCell[], at: readonly number[]) =>
  at.map((column) => row[column] ?? '(none)').join(' · ');

/** The columns that name a row: undefined where rows are single records, or have too much beside their numbers to be groups. */
function labelColumns({ form, columns, links }: ViewTable): number[] | undefined {
  if (form !== 'page' || links !== undefined || columns.some(({ kind }) => kind === 'id')) return undefined;
  const found = columns.flatMap(({ kind, name }, at) =>
    kind === 'number' || kind === 'currency' || name === 'currency' ? [] : [at],
  );
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
  const isWhole = columns.some(({ name, kind }) => name === 'currency' || kind === 'stage');
  if (second === undefined || isWhole) return { labels: [...at], series: undefined };
  const names = new Set(rows.map((row) => row[second]));
  return names.size > 1 && names.size <= maxSeries
    ? { labels: [first], series: second }
    : { labels: [...at], series: undefined };
}

/** The numbers of one measure by series and label; undefined if a label has two numbers of one series. */
function seriesOf(
  { columns, rows }: ViewTable,
  { at: measured }: Measure,
  {
    labels,
    label,
    by,
  }: { labels: readonly string[]; label: (row: readonly ViewCell[]) => string; by: number | undefined },
): Map<string, (number | null)[]> | undefined {
  const isCross = columns.some(({ name }) => name === sumColumn);
  const currency = columns.findIndex(({ name }) => name === 'currency');
  const found = new Map<string, (number | null)[]>();
  for (const row of rows)
    for (const at of measured) {
      const value = row[at];
      const name = isCross
        ? (columns[at]?.name ?? '')
        : String(row[by ?? columns[at]?.unit ?? currency] ?? '');
      if (typeof value !== 'number') continue;
      const values = found.get(name) ?? labels.map(() => null);
      const position = labels.indexOf(label(row));
      if (position < 0) continue;
      if (values[position] !== null) return undefined;
      values[position] = value;
      found.set(name, values);
    }
  return found;
}

/** True for groups by the stages of one pipeline, and nothing else: only these follow each other. */
const isStages = ({ columns, rows }: ViewTable, at: readonly number[]) => {
  const others = at.filter((one) => columns[one]?.kind !== 'stage');
  const isOnePipeline = (one: number) =>
    columns[one]?.name === 'pipeline' && new Set(rows.map((row) => row[one])).size === 1;
  return others.length < at.length && others.every(isOnePipeline);
};

/** The currencies of the numbers of a measure; none if it is not money. */
function unitsOf({ columns, rows }: ViewTable, { at }: Measure): ReadonlySet<string> {
  const found = at.flatMap((one) => {
    const { unit } = columns[one] ?? {};
    if (unit === undefined) return [];
    return rows.flatMap((row) => (typeof row[one] === 'number' ? [String(row[unit] ?? '')] : []));
  });
  return new Set(found);
}

/**
 * The pictures of a table, one for each measure: none where there is nothing to compare. Which ones depends on the columns alone, so that
 * a new report needs nothing here.
 */
export function picturesOf(table: ViewTable): Picture[] {
  const at = labelColumns(table);
  if (at === undefined) return [];
  const isFunnel = isStages(table, at);
  const { labels: named, series: by } = isFunnel
    ? { labels: at.filter((one) => table.columns[one]?.kind === 'stage'), series: undefined }
    : namedBy(table, at);
  const label = (row: readonly ViewCell[]) => labelOf(row, named);
  const all = [...new Set(table.rows.map(label))];
  const isTime =
    named.length === 1 &&
    all.some((one) => period.test(one)) &&
    all.every((one) => period.test(one) || isRest(one) || one === '(none)');
  const labels = isTime ? all.filter((one) => period.test(one)) : all;
  if (labels.length < 2) return [];
  const isCross = table.columns.some(({ name }) => name === sumColumn);
  const measures = measuresOf(table.columns).sort(
    (one, other) => Number(one.name === 'count') - Number(other.name === 'count'),
  );
  return measures.flatMap((measure): Picture[] => {
    const found = seriesOf(table, measure, { labels: all, label, by });
    if (found === undefined || found.size === 0) return [];
    const isSplit = isCross || by !== undefined;
    const isSingle = found.size === 1 && !isSplit;
    const units = unitsOf(table, measure);
    // Amounts of several currencies in two dimensions would need a picture for each.
    if (isSplit && units.size > 1) return [];
    const isNegative = [...found.values()].flat().some((value) => (value ?? 0) < 0);
    const drawn = labels.map((one) => all.indexOf(one));
    const isLine = isTime && (isSingle || isCross) && labels.length > 2;
    const isSum = measure.name === 'count' || measure.name.startsWith('sum ');
    const single = isFunnel && !isNegative ? 'funnel' : 'bars';
    const several = units.size > 1 ? 'apart' : isSum && !isNegative ? 'stacked' : 'grouped';
    const [unit = ''] = units;
    return [
      {
        kind: isLine ? 'line' : isSingle ? single : several,
        measure: measure.name,
        unit: units.size === 1 ? unit : '',
        labels,
        series: [...found].map(([name, values]) => ({
          name: isSingle ? '' : name || '(none)',
          values: drawn.map((at) => values[at] ?? null),
        })),
        left: all.flatMap((one, at) => {
          const numbers = [...found].flatMap(([name, values]) =>
            typeof values[at] === 'number' ? `${values[at]} ${name}`.trim() : [],
          );
          return labels.includes(one) ? [] : [`${one}: ${numbers.join(', ')}`];
        }),
      },
    ];
  });
}

/** The scale of bars: the smallest and the largest number of these, with 0 between them; never empty. */
export function scaleOf(values: readonly (number | null)[]): { readonly min: number; readonly max: number } {
  const found = values.flatMap((value) => value ?? []);
  const min = Math.min(0, ...found);
  const max = Math.max(0, ...found);
  return { min, max: max > min ? max : min + 1 };
}
