import type { JsonObject } from '../../../src/tool/json.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { ToolError, type ToolErrorKind } from '../../../src/tool/tool-error.ts';

/** Whose day it is, and what of it is shown. */
export interface Day {
  readonly owners: readonly NameEntry[];
  /** The same as an input of other tools takes them, and as an agent writes it. */
  readonly owner: readonly string[];
  readonly ownerText: string;
  /** Unix seconds. */
  readonly since: number;
  /** Rows of each section. */
  readonly limit: number;
  /** Pages that each scan may read at most; none if the agent said how many requests there may be. */
  readonly maxPages: Readonly<Partial<Record<'deals' | 'activities' | 'owners', number>>>;
}

/** What a section shows: its first rows, and how many there are, or are at least. */
export interface Section {
  readonly what: string;
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  readonly total: number | undefined;
  readonly minTotal?: number;
  /** The calls that list all of it. */
  readonly instead?: string;
}

/** The most rows of a section. */
export const maxShown = 100;

/** A section as a table, with how to get the rest of it. */
export function dayTable(
  { what, columns, rows, total, minTotal, instead }: Section,
  { limit }: Day,
): ReportTable {
  const all = total ?? minTotal ?? 0;
  const more = Math.min(Math.max(all, limit + 1), maxShown);
  // A larger limit of this report shows more; another tool shows the rest.
  const hints = [...(instead === undefined ? [] : [instead]), ...(limit < maxShown ? [`limit=${more}`] : [])];
  const [first = 'narrow the period', ...others] = hints;
  return {
    what,
    form: 'page',
    columns,
    rows: rows.slice(0, limit),
    total,
    ...(total === undefined ? { minTotal: minTotal ?? rows.length } : {}),
    nextHint: [first, ...others],
    none: 'none',
  };
}

/** What Copper may refuse or fail to give of one section, while it gives the others. */
const partial: readonly ToolErrorKind[] = [
  'not_found',
  'forbidden',
  'rejected',
  'rate_limited',
  'timeout',
  'unavailable',
];

/**
 * Reads sections, all at once. One that Copper does not give is left out with a note: the others are worth reading without it.
 *
 * @throws the error of the first section if none can be read
 */
export async function readSections(
  sections: Readonly<Record<string, () => Promise<readonly ReportTable[]>>>,
  { note }: ReportContext,
): Promise<readonly [ReportTable, ...ReportTable[]]> {
  const errors: ToolError[] = [];
  const read = Object.entries(sections).map(async ([what, tables]) => {
    try {
      return await tables();
    } catch (error) {
      if (!(error instanceof ToolError) || !partial.includes(error.kind)) throw error;
      errors.push(error);
      note(`${what}: not read (${error.kind}).`, 'gap');
      return [];
    }
  });
  const [first, ...others] = (await Promise.all(read)).flat();
  if (first === undefined)
    throw errors[0] ?? new ToolError('unavailable', 'Copper gave nothing of this day.');
  return [first, ...others];
}
