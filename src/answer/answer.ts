import type { Copper } from '../copper/copper.ts';
import type { CallContext } from '../tool/app.ts';
import type { Calendar } from '../tool/calendar.ts';
import type { Clock } from '../tool/clock.ts';
import type { Tool } from '../tool/tool.ts';
import type { DayOrder } from './close-date.ts';
import { dropEmpty } from './drop-empty.ts';
import { fit } from './fit.ts';
import { label } from './label.ts';
import { pageLimit } from './page-limit.ts';
import { parseInput } from './parse.ts';
import { pick } from './pick.ts';
import { project } from './project.ts';
import { type Reading, type Rows, readList, readOne, readWindow } from './read.ts';
import { readKept } from './read-all.ts';
import { readSorted } from './read-sorted.ts';
import { orderColumn, sortRows } from './sort-rows.ts';
import type { Table, Write } from './written.ts';

/** What an answer is made with. */
export interface Desk {
  readonly copper: Copper;
  readonly calendar: Calendar;
  readonly dayOrder: DayOrder;
  readonly write: Write;
  /** Characters of an answer at most. */
  readonly budget: number;
  readonly clock: Clock;
  /** Milliseconds that a report may take. */
  readonly timeMs: number;
  /** A text of ours, with the names that tools go by. */
  readonly say: (text: string) => string;
}

/** Inputs that make no row fewer. */
const ofPipeline = ['sort', 'fields', 'limit', 'offset'];

/** Waits for the rate limit that are told, in milliseconds. */
export const longWaitMs = 2_000;

/** One call of one tool: parse, request, send and read, pick, label, fit, write. */
export async function answer(tool: Tool, given: unknown, desk: Desk, context: CallContext) {
  return fit(await tabulate(tool, given, desk, context), desk.budget, desk.write);
}

/** The same before it is fitted and written. */
export async function tabulate(tool: Tool, given: unknown, desk: Desk, context: CallContext): Promise<Table> {
  const { copper, calendar, dayOrder, say } = desk;
  const { form, record } = tool.returns;
  const notes = new Set<string>();
  const note = (text: string) => {
    const said = say(text);
    if (said !== '') notes.add(said);
  };
  let done = 0;
  const progress: Reading['progress'] = (_, total, message) =>
    context.onProgress?.({
      done: ++done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
      message,
    });
  // The pace of sweeps itself is no news.
  const onWait = (ms: number) =>
    ms < longWaitMs
      ? undefined
      : progress(0, undefined, `waiting ${Math.ceil(ms / 1000)} s for Copper's rate limit`);
  const { onProgress: _progress, ...origin } = context;
  const call = { ...origin, lane: 'call' as const, onWait };
  const names = copper.names(call, note);

  const { input, fields, limit: asked, offset } = parseInput(tool, given);
  const question = await tool.request(input, { names, calendar, note });
  const columns = await pick(tool.returns, fields, names);

  const { keep = [], order, ...plain } = question;
  const sorted = order === undefined ? undefined : await orderColumn(order, record, names);
  const everything = fields?.some((name) => name.trim() === '*') === true;
  const whole = keep.length > 0 || everything;
  const needed = sorted === undefined ? columns : [...columns, sorted];
  const request = project({ operation: tool.operation, ...plain }, tool.returns, needed, whole);
  const reading: Reading = { copper, call, note, progress };
  const limit = pageLimit(tool, asked, form === 'page' ? copper.pageCap(tool.operation) : 200, note);
  const single = form === 'one';
  const labelling = { names, calendar, dayOrder, single, note };
  const rows = await read();

  const cells = await label(columns, rows.rows, labelling);
  const shown = dropEmpty(columns, cells, fields === undefined ? form === 'page' : !everything);
  return {
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

  async function read(): Promise<Rows> {
    const window = { offset, limit };
    if (form === 'one') return readOne(request, reading);
    if (form === 'list') return readList(request, keep, window, reading);
    if (order !== undefined && sorted !== undefined && limit > 0) {
      const sort = (all: Rows['rows']) => sortRows(all, sorted, order.descending, labelling);
      const narrower = Object.keys(tool.input.shape).filter(
        (name) => name === 'filters' || !(name in input || ofPipeline.includes(name)),
      );
      return readSorted(request, keep, window, reading, { order, sort, what: record.plural, narrower });
    }
    if (keep.length > 0) return readKept(request, keep, window, reading);
    const found = await readWindow(request, window, reading);
    return 'unsent' in found ? readKept(request, found.unsent, window, reading) : found;
  }
}
