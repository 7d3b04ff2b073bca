import { presenceOf } from '../../../src/input/selection.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { filterParts } from '../../inputs/filter-text.ts';

/** Rows that are read to see which fields Copper returns: no more than every first page has. */
const mostAhead = 20;

/** Rows as they were, and which of the fields none of the first ones has. */
interface Ahead {
  readonly rows: AsyncIterable<JsonObject>;
  readonly unreturned: ReadonlySet<string>;
}

/**
 * Looks which of these fields Copper returns. A Copper that leaves out empty fields returns one that some rows have; if only the first
 * rows lack it, asking by filter costs requests and gives the same answer.
 */
export async function lookAhead(
  source: AsyncIterable<JsonObject>,
  fields: readonly string[],
): Promise<Ahead> {
  const unreturned = new Set(fields);
  const first: JsonObject[] = [];
  const iterator = source[Symbol.asyncIterator]();
  while (unreturned.size > 0 && first.length < mostAhead) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    for (const field of unreturned) if (field in next.value) unreturned.delete(field);
  }
  async function* rows(): AsyncGenerator<JsonObject> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  return { rows: rows(), unreturned: first.length === 0 ? new Set() : unreturned };
}

/** The filters for dates that records may not carry, and the names by which an agent may have given the same filter. */
export const dateFilters = {
  contact: { name: 'interaction_date', also: /interaction_date|last_contact/, what: 'contacted since' },
  stage: {
    name: 'date_stage_changed',
    also: /date_stage_changed|stage_change_date|stage_since/,
    what: 'that moved since',
  },
} as const;

/** Inputs of a search. */
export type SearchConditions = Readonly<Record<string, unknown>>;

/** The records that a report looks at: those that a search finds. */
export interface SearchedRecords {
  readonly tool: OperationTool;
  readonly conditions: SearchConditions;
  /** How many there are; undefined if Copper gives no total. */
  readonly total: number | undefined;
}

const filtersOf = ({ filters }: SearchConditions): readonly unknown[] =>
  Array.isArray(filters) ? filters : [];

/** True if the conditions leave only deals without a date: that none of these has it tells nothing of what Copper returns. */
export const asksForNone = (
  { also }: (typeof dateFilters)[keyof typeof dateFilters],
  conditions: SearchConditions,
): boolean =>
  filtersOf(conditions)
    .map(filterParts)
    .some(({ name, value }) => also.test(name) && presenceOf(value) === 'none');

/** What a filter tells of dates that Copper does not return. */
export interface FoundSince {
  /** Ids of the records with a later date. */
  readonly since: ReadonlySet<JsonValue>;
  /** How many have neither a later nor an earlier date; undefined if that is not known. */
  readonly without: number | undefined;
}

/**
 * Which of the records have a date after `latest`, by Copper's filter; undefined if it has no such filter, does not heed it, or not all of
 * them were read. Whether records without the date pass a filter for earlier ones is not known, so later ones are asked for.
 */
export async function readRecordsSince(
  { name, also, what }: (typeof dateFilters)[keyof typeof dateFilters],
  latest: number,
  { tool, conditions, total }: SearchedRecords,
  { scan, count, calendar }: ReportContext,
): Promise<FoundSince | undefined> {
  const { filters: _, ...others } = conditions;
  const given = filtersOf(conditions);
  const kept = given.filter((one) => !also.test(filterParts(one).name));
  const input = (value: string) => ({ ...others, filters: [...kept, { name, value }] });
  const { record } = tool.returns;
  const noun = { name: `${record.name} ${what}`, plural: `${record.plural} ${what}` };
  try {
    const later = await scan(
      tool,
      { ...input(`${calendar.time(latest + 1)}..`), sort: 'created' },
      [],
      undefined,
      { noun },
    );
    const since = new Set<JsonValue>();
    for await (const { id } of later) if (id !== undefined) since.add(id);
    if (!later.complete) return undefined;
    // A limit is the last second of a day, unless the agent gave a time.
    const { day, time } = calendar;
    const end = day(latest) === day(latest + 1) ? time(latest) : day(latest);
    const earlier = await count(tool, input(`..${end}`));
    if (total === undefined || earlier === undefined || kept.length < given.length)
      return { since, without: undefined };
    if (total > 0 && since.size >= total && earlier >= total) return undefined;
    return { since, without: Math.max(0, total - since.size - earlier) };
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
