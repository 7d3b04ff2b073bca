import type { JsonObject } from '../tool/json.ts';
import type { NameKind, NameResolver } from '../tool/names.ts';
import type { Column, Field, RecordDefinition } from '../tool/record.ts';
import type { ViewCell, ViewColumn, ViewKind } from '../tool/view-data.ts';
import type { TableView } from './answer-table.ts';
import { cleanLine, truncate } from './cell.ts';
import { separateColumns } from './data-columns.ts';
import { type Labelling, labelCells } from './label.ts';

/** Characters of the longest text in a cell of a view. */
const maxCellLength = 1_000;

/** The link of the rows of this kind of record. */
export const linkFieldOf = ({ fields }: RecordDefinition): Field | undefined =>
  Object.values(fields).find(({ kind }) => kind === 'link');

const kinds: Partial<Record<Field['kind'], ViewKind>> = { day: 'day', time: 'time', flag: 'flag' };

function kindOf({ name, field }: Column): ViewKind {
  if (/(?:^|_)id$/.test(name)) return 'id';
  if (field.kind === 'number') return 'number';
  if (field.nameKind === 'stage') return 'stage';
  return kinds[field.kind] ?? 'text';
}

/**
 * The columns with each amount apart from its currency. Several addresses of a person stay one column: the first, and how many others.
 */
function viewColumns(columns: readonly Column[], rows: readonly JsonObject[], single: boolean): Column[] {
  const whole = new Map<Field, Column>();
  const apart = columns.map((column) => {
    const { allValues, ...field } = column.field;
    if (allValues === undefined) return column;
    whole.set(field, column);
    return { ...column, field };
  });
  return separateColumns(apart, rows, single).map((column) => whole.get(column.field) ?? column);
}

/**
 * The position of the column with the currency of an amount: the one that was made for it, or the one that the record has.
 *
 * @param given the columns before they were separated
 */
function unitOf(name: string, given: readonly Column[], columns: readonly Column[]): number {
  const own = given.find((column) => column.name === name);
  const inColumn = own?.inCurrency === true ? 'currency' : `${name}_currency`;
  const made = columns.findIndex((other) => other.name === inColumn);
  const { kind, qualifier } = own?.field ?? {};
  const [source] = kind === 'number' ? (qualifier?.sourceFields ?? []) : [];
  return made >= 0 || source === undefined
    ? made
    : columns.findIndex(({ field }) => field.kind === 'text' && field.sourceFields[0] === source);
}

/** The same names, of which each is asked for once: rows are labelled twice, and names of records are not kept. */
export function rememberLabels(names: NameResolver): NameResolver {
  const known = new Map<NameKind, Map<string, string | undefined>>();
  return {
    ...names,
    async labels(kind, keys) {
      const labels = known.get(kind) ?? new Map<string, string | undefined>();
      known.set(kind, labels);
      const missing = new Set([...keys].filter((key) => !labels.has(key)));
      const found = missing.size === 0 ? new Map<string, string>() : await names.labels(kind, missing);
      for (const key of missing) labels.set(key, found.get(key));
      return new Map(
        [...keys].flatMap((key) => {
          const label = labels.get(key);
          return label === undefined ? [] : [[key, label] as const];
        }),
      );
    },
  };
}

/** What a table for a view is made of. */
interface ViewSource {
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  readonly totals?: readonly JsonObject[];
  /** The link of each row, where it can be known. */
  readonly link?: Field | undefined;
}

/**
 * A table as a view shows it: an amount apart from its currency, numbers as numbers, empty columns left out. It asks Copper for nothing
 * that labelling the same rows for the text has not asked for, and says nothing of its own.
 */
export async function viewTable(
  { columns: given, rows, totals = [], link }: ViewSource,
  { note: _, ...labelling }: Labelling,
): Promise<TableView> {
  const all = [...rows, ...totals];
  const own = given.find(({ field }) => field.kind === 'link')?.field ?? link;
  const shown = given.filter(({ field }) => field.kind !== 'link');
  const columns = viewColumns(shown, all, labelling.single);
  const cells = await labelCells(columns, all, labelling);
  const linkColumns = own === undefined ? [] : [{ name: 'link', field: own, requested: true }];
  const links = await labelCells(linkColumns, rows, labelling);
  const isFilled = (at: number) => all.length === 0 || cells.some((row) => row[at] !== null);
  const kept = [...columns.keys()].filter(isFilled);
  const units = columns.map(({ name }) => kept.indexOf(unitOf(name, shown, columns)));
  const row = (line: readonly ViewCell[]) =>
    kept.map((at): ViewCell => truncate(line[at] ?? null, maxCellLength));
  return {
    columns: kept.flatMap((at, position): ViewColumn[] => {
      const column = columns[at];
      if (column === undefined) return [];
      const [name, unit = -1] = [cleanLine(column.name), units[at]];
      if (units.includes(position)) return [{ name, kind: 'currency' }];
      const { together } = column;
      return [
        {
          ...{ name, kind: kindOf(column) },
          ...(unit < 0 ? {} : { unit }),
          ...(together === undefined ? {} : { together }),
        },
      ];
    }),
    rows: cells.slice(0, rows.length).map(row),
    totals: cells.slice(rows.length).map(row),
    links: links.map(([address = null]) => (typeof address === 'string' ? address : null)),
  };
}
