import type { CopperClient } from '../copper/copper.ts';
import { parseInput } from '../input/parse-input.ts';
import type { CallContext } from '../tool/app.ts';
import type { Calendar, Clock } from '../tool/clock.ts';
import type { OperationTool } from '../tool/tool.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import type { DayOrder } from './close-date.ts';
import { dropEmpty } from './drop-empty.ts';
import { fitToLength } from './fit.ts';
import { labelCells } from './label.ts';
import { pageLimit } from './page-limit.ts';
import { pickColumns } from './pick.ts';
import { projectFields } from './project.ts';
import { type Reading, type Rows, readList, readOne, readWindow } from './read.ts';
import { readKept } from './read-all.ts';
import { readSorted } from './read-sorted.ts';
import { orderColumn, sortRows } from './sort-rows.ts';

/** What an answer is made with. */
export interface AnswerContext {
  readonly copper: CopperClient;
  readonly calendar: Calendar;
  readonly dayOrder: DayOrder;
  readonly write: WriteAnswer;
  /** Characters of an answer at most. */
  readonly maxChars: number;
  readonly clock: Clock;
  /** Milliseconds that a report may take. */
  readonly timeMs: number;
  /** A text of ours, with the names that tools go by. */
  readonly withToolNames: (text: string) => string;
}

/** Inputs that make no row fewer. */
const ofPipeline = ['sort', 'fields', 'limit', 'offset'];

/** Waits for the rate limit that are told, in milliseconds. */
export const longWaitMs = 2_000;

/** One call of one tool: parse, request, send and read, pick, label, fit, write. */
export async function answer(tool: OperationTool, given: unknown, desk: AnswerContext, context: CallContext) {
  return fitToLength(await tabulate(tool, given, desk, context), desk.maxChars, desk.write);
}

/** The same before it is fitted and written. */
export async function tabulate(
  tool: OperationTool,
  given: unknown,
  desk: AnswerContext,
  context: CallContext,
): Promise<AnswerTable> {
  const { copper, calendar, dayOrder, withToolNames } = desk;
  const { form, record } = tool.returns;
  const notes = new Set<string>();
  const note = (text: string) => {
    const said = withToolNames(text);
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
  const columns = await pickColumns(tool.returns, fields, names);

  const { postFilters = [], postSort, ...plain } = question;
  const sorted = postSort === undefined ? undefined : await orderColumn(postSort, record, names);
  const everything = fields?.some((name) => name.trim() === '*') === true;
  const whole = postFilters.length > 0 || everything;
  const needed = sorted === undefined ? columns : [...columns, sorted];
  const request = projectFields({ operation: tool.operation, ...plain }, tool.returns, needed, whole);
  const reading: Reading = { copper, call, note, progress };
  const limit = pageLimit(tool, asked, form === 'page' ? copper.pageCap(tool.operation) : 200, note);
  const single = form === 'one';
  const labelling = { names, calendar, dayOrder, single, note };
  const rows = await read();

  const cells = await labelCells(columns, rows.rows, labelling);
  const shown = dropEmpty(columns, cells, fields === undefined ? form === 'page' : !everything);
  return {
    form,
    what: single ? record.name : record.plural,
    ...shown,
    offset: rows.offset,
    total: rows.total,
    ...(rows.minTotal === undefined ? {} : { minTotal: rows.minTotal }),
    next: rows.next,
    counted: limit === 0,
    notes: [...notes, ...shown.notes],
  };

  async function read(): Promise<Rows> {
    const window = { offset, limit };
    if (form === 'one') return readOne(request, reading);
    if (form === 'list') return readList(request, postFilters, window, reading);
    if (postSort !== undefined && sorted !== undefined && limit > 0) {
      const sort = (all: Rows['rows']) => sortRows(all, sorted, postSort.descending, labelling);
      const narrower = Object.keys(tool.input.shape).filter(
        (name) => name === 'filters' || !(name in input || ofPipeline.includes(name)),
      );
      return readSorted(request, postFilters, window, reading, {
        order: postSort,
        sort,
        what: record.plural,
        narrower,
      });
    }
    if (postFilters.length > 0) return readKept(request, postFilters, window, reading);
    const found = await readWindow(request, window, reading);
    return 'postFilters' in found ? readKept(request, found.postFilters, window, reading) : found;
  }
}
