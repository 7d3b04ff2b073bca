import type { Copper } from '../copper/copper.ts';
import type { CallContext } from '../tool/app.ts';
import type { Calendar } from '../tool/calendar.ts';
import type { CopperRequest } from '../tool/request.ts';
import type { Tool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { cleanLine } from './clean.ts';
import type { DayOrder } from './close-date.ts';
import { fit } from './fit.ts';
import { label } from './label.ts';
import { parseInput } from './parse.ts';
import { type Column, pick } from './pick.ts';
import { type Reading, type Rows, readKept, readList, readOne, readWindow } from './read.ts';
import type { Table, Write } from './written.ts';

/** Rows of a page unless the agent says otherwise. */
const usualLimit = 20;

/** Above this a limit is no slip but a wish for everything, which no page can hold. */
const clearLimit = 1_000;

/** What an answer is made with. */
export interface Desk {
  readonly copper: Copper;
  readonly calendar: Calendar;
  readonly dayOrder: DayOrder;
  readonly write: Write;
  /** Characters of an answer at most. */
  readonly budget: number;
}

/** Rows a page holds, from what was asked for: clamped with a note where the wish is clear, refused where it is not. */
function pageLimit(tool: Tool, asked: number | undefined, cap: number, note: (text: string) => void): number {
  const limit = asked ?? (tool.returns.form === 'list' ? cap : Math.min(usualLimit, cap));
  if (limit <= cap) return limit;
  if (limit > clearLimit) {
    const way = `a page of ${tool.name} holds at most ${cap}. Go on by offset, or count with limit=0`;
    throw new ToolError('invalid_input', `limit ${limit} is too much: ${way}.`);
  }
  note(`limit ${limit} was lowered to ${cap}, the most a page holds; go on by offset.`);
  return cap;
}

/** The request with only the fields that are shown, and computed custom values where custom fields are. */
function project(
  request: CopperRequest,
  tool: Tool,
  columns: readonly Column[],
  whole: boolean,
): CopperRequest {
  const custom = columns.flatMap((column) => column.custom ?? []);
  const query =
    custom.length > 0 && tool.returns.record.entity !== undefined
      ? { ...request.query, custom_field_computed_values: true }
      : request.query;
  const needs = new Set(['id', 'name', ...columns.flatMap(({ field }) => field.needs)]);
  needs.delete('custom_fields');
  const fields = [
    ...needs,
    ...(custom.length > 0
      ? [{ custom_fields: custom.map((id) => ({ custom_field_definition_id: id })) }]
      : []),
  ];
  return {
    ...request,
    ...(query === undefined ? {} : { query }),
    ...(tool.returns.projects && !whole ? { body: { ...request.body, fields } } : {}),
  };
}

/** Columns that are empty on the whole page are dropped and named once. */
function dropEmpty(
  columns: readonly Column[],
  cells: readonly (readonly (string | number | boolean | null)[])[],
  named: boolean,
) {
  const full = columns.map((_, at) => cells.length === 0 || cells.some((row) => row[at] !== null));
  const empty = columns.filter((_, at) => full[at] === false).map(({ name }) => name);
  return {
    columns: columns.filter((_, at) => full[at]).map(({ name }) => cleanLine(name)),
    rows: cells.map((row) => row.filter((_, at) => full[at])),
    notes: empty.length > 0 && named ? [`empty: ${empty.join(', ')}.`] : [],
  };
}

/** One call of one tool: parse, request, send and read, pick, label, fit, write. */
export async function answer(tool: Tool, given: unknown, desk: Desk, context: CallContext) {
  const { copper, calendar, dayOrder, budget, write } = desk;
  const { form, record } = tool.returns;
  const notes = new Set<string>();
  const note = (text: string) => void notes.add(text);
  let done = 0;
  const progress: Reading['progress'] = (_, total, message) =>
    context.onProgress?.({
      done: ++done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
      message,
    });
  const onWait = (ms: number) =>
    progress(0, undefined, `waiting ${Math.ceil(ms / 1000)} s for Copper's rate limit`);
  const { onProgress: _progress, ...origin } = context;
  const call = { ...origin, lane: 'call' as const, onWait };
  const names = copper.names(call, note);

  const { input, fields, limit: asked, offset } = parseInput(tool, given);
  const question = await tool.request(input, { names, calendar, note });
  const columns = await pick(tool.returns, fields, names);

  const keep = question.keep ?? [];
  const { keep: _, ...plain } = question;
  const whole = keep.length > 0 || fields?.some((name) => name.trim() === '*') === true;
  const request = project({ operation: tool.operation, ...plain }, tool, columns, whole);
  const reading: Reading = { copper, call, note, progress };
  const limit = pageLimit(tool, asked, form === 'page' ? copper.pageCap(tool.operation) : 200, note);
  const rows = await read();

  const single = form === 'one';
  const cells = await label(columns, rows.rows, { names, calendar, dayOrder, single, note });
  const shown = dropEmpty(
    columns,
    cells,
    fields?.some((name) => name.trim() === '*') !== true && !(single && fields === undefined),
  );
  const table: Table = {
    form,
    what: single ? record.name : record.plural,
    ...shown,
    offset: rows.offset,
    total: rows.total,
    ...(rows.least === undefined ? {} : { least: rows.least }),
    next: rows.next,
    counted: limit === 0,
    notes: [...notes, ...shown.notes],
  };
  return fit(table, budget, write);

  async function read(): Promise<Rows> {
    const window = { offset, limit };
    if (form === 'one') return readOne(request, reading);
    if (form === 'list') return readList(request, keep, window, reading);
    if (keep.length > 0) return readKept(request, keep, window, reading);
    const found = await readWindow(request, window, reading);
    return 'unsent' in found ? readKept(request, found.unsent, window, reading) : found;
  }
}
