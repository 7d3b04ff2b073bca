import { suggestionText } from '../names/suggestions.ts';
import { hasNull, type JsonObject, numberOf } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { Column, RecordDefinition } from '../tool/record.ts';
import type { CopperRequest, LocalFilter, LocalSort } from '../tool/request.ts';
import { formatNumber, quoted, quoteIfAmbiguous, sentences, shortened } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { CellValue } from './cell.ts';
import { definitionsFor, findColumn, isEnoughToTell } from './columns.ts';
import { type Labelling, labelCells } from './label.ts';
import { conditionNames, type ReadContext, type RowRange, type Rows, takeRange } from './read.ts';
import { type FilteredRows, isShort, noteFiltered, readAll } from './read-filtered.ts';

/** The most rows that are sorted here: as many as a few requests can read. */
const maxRows = 500;

/** How rows are sorted here, and what an error about it says. */
export interface Sorting {
  readonly localSort: LocalSort;
  readonly sort: (rows: readonly JsonObject[]) => Promise<JsonObject[]>;
  /** Copper's fields that the order is by. */
  readonly sourceFields: readonly string[];
  /** What the rows are: `opportunities`. */
  readonly what: string;
  /** Inputs that would make them fewer. */
  readonly narrower: readonly string[];
}

/** Kinds of fields that are compared as sent, not as shown. */
const comparedRaw = ['number', 'flag', 'time'];

/** Made when rows are sorted here: the rules of languages take 2 MB that no other call needs. */
let collator: Intl.Collator | undefined;

/**
 * The column to sort by, by any of its names.
 *
 * @throws ToolError `invalid_input` with what Copper sorts by and what is sorted here
 */
export async function sortColumn(
  { by, keys }: LocalSort,
  record: RecordDefinition,
  names: NameResolver,
): Promise<Column> {
  const { fields, plural, entity } = record;
  const own = Object.keys(fields).filter((name) => fields[name]?.kind !== 'link');
  const meant = Object.hasOwn(fields, by)
    ? by
    : (own.find((name) => fields[name]?.sourceFields[0] === by) ?? by);
  const custom = await definitionsFor([meant], record, names);
  const column = findColumn(meant, record, custom);
  if (column !== undefined && column.field.kind !== 'link') return column;
  const rest = own.filter((name) => !keys.includes(name));
  const labels = '. {list_custom_field_definitions} lists those';
  const all = entity === undefined ? rest : [...rest, `and custom fields by label${labels}`];
  const hint = suggestionText(by, [...keys, ...own, ...custom.map(({ name }) => name)], 3);
  const allowed = `Copper sorts by ${keys.join(', ')}; few enough rows are sorted here by ${all.join(', ')}.`;
  throw new ToolError(
    'invalid_input',
    sentences(`${plural} cannot be sorted by ${quoted(by)}.`, hint, allowed),
  );
}

/** What a row is sorted by: numbers, times and flags as numbers, anything else as shown; null if empty. */
function rankOf(row: JsonObject, { field }: Column, cell: CellValue | undefined): number | string | null {
  const raw = field.read(row);
  if (cell === null || cell === undefined) return null;
  const number = typeof raw === 'boolean' ? Number(raw) : numberOf(raw);
  if (comparedRaw.includes(field.kind) && number !== undefined) return number;
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

function compareRanks(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
  collator ??= new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  return collator.compare(String(one), String(other));
}

/** The rows in order: equal ones by id, those without a value last in both directions. */
export async function sortRows(
  rows: readonly JsonObject[],
  column: Column,
  descending: boolean,
  labelling: Labelling,
): Promise<JsonObject[]> {
  const { qualifier: _, ...field } = column.field;
  const cells = await labelCells([{ ...column, field }], rows, { ...labelling, note: () => undefined });
  const ranked = rows.map((row, at) => ({ row, rank: rankOf(row, column, cells[at]?.[0]) }));
  ranked.sort((one, other) => {
    if (one.rank === null || other.rank === null) {
      if (one.rank !== other.rank) return one.rank === null ? 1 : -1;
    } else {
      const order = compareRanks(one.rank, other.rank);
      if (order !== 0) return descending ? -order : order;
    }
    return compareRanks(Number(one.row.id), Number(other.row.id));
  });
  return ranked.map(({ row }) => row);
}

/** Why not all matching rows were read, and what to do about it. */
function tooMany(all: FilteredRows, sorting: Sorting): ToolError {
  const { rows, localFilters, read, total, complete, stop } = all;
  const { localSort, what, narrower } = sorting;
  const by = shortened(localSort.by);
  const matching = complete ? rows.length : localFilters.length === 0 ? total : undefined;
  const match = matching === undefined ? `more than ${maxRows}` : formatNumber(matching);
  const names = conditionNames(localFilters);
  const some = `only ${formatNumber(read)} of ${total === undefined ? 'many' : formatNumber(total)} ${what} could be read`;
  const fix = `Narrow by ${narrower.join(', ')}; or sort by ${localSort.keys.join(', ')}`;
  if (stop !== undefined)
    return new ToolError(
      'timeout',
      `Copper cannot sort by ${by}, and ${some} before the time limit. ${fix}.`,
    );
  const why =
    localFilters.length > 0 && rows.length <= maxRows
      ? `Copper can neither sort by ${by} nor search by ${names}, and ${some} here`
      : `${match} ${what} match: Copper cannot sort by ${by}, and at most ${maxRows} are read and sorted here`;
  return new ToolError('invalid_input', `${why}. ${fix}.`);
}

/**
 * Whether rows have the field that they are sorted by: one that no row has is unknown, not empty.
 *
 * @throws ToolError `invalid_input` if Copper does not return it
 */
function hasOrder(
  rows: readonly JsonObject[],
  { sourceFields, localSort: { by, keys } }: Sorting,
  { note }: ReadContext,
): boolean {
  const names = sourceFields.map((field) => field.split('.')[0] ?? field);
  if (names.length === 0 || rows.some((row) => names.some((name) => name in row))) return true;
  const field = quoteIfAmbiguous(shortened(by));
  if (isEnoughToTell(rows.length, rows.some(hasNull)))
    throw new ToolError(
      'invalid_input',
      `Copper does not return ${field}, so the order by it is not known. Sort by ${keys.join(', ')}, or another field.`,
    );
  note(`Not sorted: no row has ${field}: it is empty in all, or Copper does not return it.`);
  return false;
}

/**
 * Reads all matching rows of a search, sorts them here and takes one range of them.
 *
 * @throws ToolError `invalid_input` if there are too many, after one request if Copper gives a total; the error that ended the reading
 */
export async function readSorted(
  request: CopperRequest,
  localFilters: readonly LocalFilter[],
  range: RowRange,
  readContext: ReadContext,
  sorting: Sorting,
): Promise<Rows> {
  const all = await readAll(request, localFilters, readContext, maxRows);
  const { rows, stop } = all;
  // The first rows of some are not the first ones of all.
  if (stop !== undefined && stop.stopped !== 'time') throw stop.error;
  if (!all.complete || rows.length > maxRows) throw tooMany(all, sorting);
  if (all.localFilters.length > 0) noteFiltered(all, readContext.note);
  if (rows.length > 0 && hasOrder(rows, sorting, readContext)) {
    const read = rows.length === 1 ? '1 matching row was read' : `${rows.length} matching rows were read`;
    const missing = isShort(all) ? ` of ${all.total} that Copper counts (an upper bound, or hidden)` : '';
    readContext.note(`Copper cannot sort by ${sorting.localSort.by}; sorted here: ${read}${missing}.`);
  }
  return { ...takeRange(await sorting.sort(rows), range), total: rows.length };
}
