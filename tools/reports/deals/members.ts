import type { JsonObject } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';

/** As much of a raw row as columns need: whole rows, where Copper cannot be asked for less, may carry long texts. */
export const neededMembers = (row: JsonObject, columns: readonly Column[]): JsonObject =>
  Object.fromEntries(columns.flatMap(({ field }) => field.needs.map((name) => [name, row[name]])));
