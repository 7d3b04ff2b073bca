import { nearestNames } from '../names/nearest-names.ts';
import type { JsonObject } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { Column, RecordDefinition } from '../tool/record.ts';
import type { PostSort } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { CellValue } from './cell.ts';
import { type Labelling, labelCells } from './label.ts';
import { definitionsFor, findColumn } from './pick.ts';

/** What kinds of fields are compared as they are sent, not as they are shown. */
const comparedRaw = ['number', 'flag', 'time'];

const { compare: compareTexts } = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/**
 * The column to sort by; Copper's own name of a field means the field.
 *
 * @throws ToolError `invalid_input` with what Copper sorts by and what is sorted here
 */
export async function orderColumn(
  { by, keys }: PostSort,
  record: RecordDefinition,
  names: NameResolver,
): Promise<Column> {
  const { fields, plural, entity } = record;
  const own = Object.keys(fields);
  const meant = Object.hasOwn(fields, by) ? by : own.find((name) => fields[name]?.needs[0] === by);
  const custom = await definitionsFor([meant ?? by], record, names);
  const column = findColumn(meant ?? by, record, custom);
  if (column !== undefined) return column;
  const near = nearestNames(by, [...keys, ...own, ...custom.map(({ name }) => name)], 3);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  const rest = own.filter((name) => !keys.includes(name));
  const labels = '. {list_custom_field_definitions} lists those';
  const all = entity === undefined ? rest : [...rest, `and custom fields by label${labels}`];
  throw new ToolError(
    'invalid_input',
    `${plural} cannot be sorted by "${by.slice(0, 60)}".${hint} Copper sorts by ${keys.join(', ')}; few enough rows are sorted here by ${all.join(', ')}.`,
  );
}

/** What a row is sorted by: numbers, moments and flags as numbers, all else as it is shown; null where it is empty. */
function rankOf(row: JsonObject, { field }: Column, cell: CellValue | undefined): number | string | null {
  const raw = field.read(row);
  if (cell === null || cell === undefined) return null;
  if (comparedRaw.includes(field.as) && Number.isFinite(Number(raw))) return Number(raw);
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

function compareRanks(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
  return compareTexts(String(one), String(other));
}

/** The rows in order: equal ones by id, those without a value last, whichever way. */
export async function sortRows(
  rows: readonly JsonObject[],
  column: Column,
  descending: boolean,
  labelling: Labelling,
): Promise<JsonObject[]> {
  const { within: _, ...field } = column.field;
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
