import type { ViewCell, ViewColumn, ViewTable } from '../tool/view-data.ts';
import { type Labels, readLabels } from './labels.ts';

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

/** The currencies of the numbers of a measure; none if it is not money. */
function unitsOf({ columns, rows }: ViewTable, { at }: Measure): ReadonlySet<string> {
  const found = at.flatMap((one) => {
    const { unit } = columns[one] ?? {};
    if (unit === undefined) return [];
    return rows.flatMap((row) => (typeof row[one] === 'number' ? [String(row[unit] ?? '')] : []));
  });
  return new Set(found);
}

/** Series of the labels that are drawn, and the numbers of the others; a single one needs no name. */
function drawnParts(
  found: ReadonlyMap<string, readonly (number | null)[]>,
  { all, drawn }: Labels,
  isSingle: boolean,
): Pick<Picture, 'labels' | 'series' | 'left'> {
  const positions = drawn.map((one) => all.indexOf(one));
  return {
    labels: drawn,
    series: [...found].map(([name, values]) => ({
      name: isSingle ? '' : name || '(none)',
      values: positions.map((at) => values[at] ?? null),
    })),
    left: all.flatMap((one, at) => {
      const numbers = [...found].flatMap(([name, values]) =>
        typeof values[at] === 'number' ? `${values[at]} ${name}`.trim() : [],
      );
      return drawn.includes(one) ? [] : [`${one}: ${numbers.join(', ')}`];
    }),
  };
}

const isNegative = (found: ReadonlyMap<string, readonly (number | null)[]>) =>
  [...found.values()].flat().some((value) => (value ?? 0) < 0);

/** The picture of the columns that belong in one: undefined if there are none, or if their amounts are in several currencies. */
function togetherOf(table: ViewTable, labels: Labels): Picture | undefined {
  const { columns, rows, form } = table;
  const at = columns.flatMap(({ together }, one) => (together === undefined ? [] : [one]));
  const names = at.map((one) => columns[one]?.name ?? '');
  const units = unitsOf(table, { name: '', at });
  if (at.length < 2 || units.size > 1) return undefined;
  const [unit = ''] = units;
  const measure = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
  const numberAt = (row: readonly ViewCell[], one: number) => {
    const value = row[one];
    return typeof value === 'number' ? value : null;
  };
  if (form === 'one') {
    const values = at.map((one) => numberAt(rows[0] ?? [], one));
    return { kind: 'bars', measure, unit, labels: names, series: [{ name: '', values }], left: [] };
  }
  if (labels.drawn.length === 0 || labels.all.length < rows.length) return undefined;
  const found = new Map(
    at.flatMap((one, position) => {
      const values = rows.map((row) => numberAt(row, one));
      return values.every((value) => value === null) ? [] : [[names[position] ?? '', values] as const];
    }),
  );
  const isBeside = columns[at[0] ?? 0]?.together === 'beside';
  const parts = drawnParts(found, labels, false);
  // The bar of a total would leave no room for the others; but what a target is for all must be said.
  const sums = isBeside ? (table.totals ?? []) : [];
  const left = sums.map((row) => {
    const said = at.flatMap((one) => {
      const value = numberAt(row, one);
      return value === null ? [] : `${columns[one]?.name} ${value.toLocaleString('en-US')}`;
    });
    return `${row[0]}: ${said.join(', ')}`;
  });
  const kind = isBeside || isNegative(found) ? 'grouped' : 'stacked';
  return { kind, measure, unit, ...parts, left: [...parts.left, ...left] };
}

/**
 * The pictures of a table, one for each measure, and one of those that belong together: none where there is nothing to compare. Which
 * ones depends on the columns alone, so that a new report needs nothing here.
 */
export function picturesOf(table: ViewTable): Picture[] {
  if (table.form === 'one') return [togetherOf(table, { all: [], drawn: [], of: () => '' }) ?? []].flat();
  const named = readLabels(table);
  if (named === undefined) return [];
  const { labels, by, isFunnel, isTime } = named;
  const together = by === undefined ? togetherOf(table, labels) : undefined;
  if (labels.drawn.length < 2) return together === undefined ? [] : [together];
  const isCross = table.columns.some(({ name }) => name === sumColumn);
  const given = measuresOf(table.columns);
  const measures = given.toSorted(
    (one, other) => Number(one.name === 'count') - Number(other.name === 'count'),
  );
  const pictures = measures.flatMap((measure): Picture[] => {
    const found = seriesOf(table, measure, { labels: labels.all, label: labels.of, by });
    if (found === undefined || found.size === 0) return [];
    const isSplit = isCross || by !== undefined;
    const isSingle = found.size === 1 && !isSplit;
    const units = unitsOf(table, measure);
    // Amounts of several currencies in two dimensions would need a picture for each.
    if (isSplit && units.size > 1) return [];
    const isLine = isTime && (isSingle || isCross) && labels.drawn.length > 2;
    const isSum = measure.name === 'count' || measure.name.startsWith('sum ');
    // What is said of the deals in a stage, such as their days, does not grow fewer from stage to stage.
    const isFlow = isFunnel && !isNegative(found) && (isSum || measure === given[0]);
    const several = units.size > 1 ? 'apart' : isSum && !isNegative(found) ? 'stacked' : 'grouped';
    const [unit = ''] = units;
    return [
      {
        kind: isLine ? 'line' : isSingle ? (isFlow ? 'funnel' : 'bars') : several,
        measure: measure.name,
        unit: units.size === 1 ? unit : '',
        ...drawnParts(found, labels, isSingle),
      },
    ];
  });
  if (together === undefined) return pictures;
  return isFunnel ? [...pictures.slice(0, 1), together, ...pictures.slice(1)] : [together, ...pictures];
}

/** The scale of bars: the smallest and the largest number of these, with 0 between them; never empty. */
export function scaleOf(values: readonly (number | null)[]): { readonly min: number; readonly max: number } {
  const found = values.flatMap((value) => value ?? []);
  const min = Math.min(0, ...found);
  const max = Math.max(0, ...found);
  return { min, max: max > min ? max : min + 1 };
}
