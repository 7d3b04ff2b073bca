import type { CopperClient } from '../copper/copper.ts';
import { parseInput } from '../input/parse-input.ts';
import { NoUsers } from '../names/name-lists.ts';
import { checkAccountOfLinks } from '../names/text-form.ts';
import type { CallContext } from '../tool/app.ts';
import { type Calendar, type Clock, startDeadline } from '../tool/clock.ts';
import { escapeUntrusted } from '../tool/outgoing-text.ts';
import type { Column } from '../tool/record.ts';
import type { CopperRequest, LocalFilter } from '../tool/request.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { createAsOf } from './as-of.ts';
import type { ScanCache } from './cached-rows.ts';
import { cleanLine, takeConstants } from './cell.ts';
import { pickColumns, projectFields } from './columns.ts';
import { dataColumns } from './data-columns.ts';
import { createDayFilters, createDayReader } from './day-reader.ts';
import { dropEmpty, labelCells } from './label.ts';
import {
  maxWalkedPages,
  type ReadContext,
  type RowRange,
  type Rows,
  readList,
  readOne,
  readRange,
} from './read.ts';
import { readFiltered } from './read-filtered.ts';
import { readSorted, type Sorting, sortColumn, sortRows } from './sort-rows.ts';
import { linkFieldOf, rememberLabels, viewTable } from './view-table.ts';
import type { DayOrder } from './written-day.ts';

/** What answers are made with. */
export interface AnswerContext {
  readonly copper: CopperClient;
  /** The rows of scans that the next report may use; undefined if each report reads anew. */
  readonly scanCache: () => ScanCache | undefined;
  readonly calendar: Calendar;
  readonly dayOrder: DayOrder;
  /** The number of the account, for links to its records; undefined if it is not known. */
  readonly accountId: string | undefined;
  /** The text of the targets that are set up for this account; undefined if there are none. */
  readonly targets?: (() => string) | undefined;
  readonly write: WriteAnswer;
  /** True for the JSON form of answers: a cell then holds one value, without its unit. */
  readonly data: boolean;
  /** The most characters of an answer. */
  readonly maxChars: number;
  readonly clock: Clock;
  /** The time limits of a call and of a report, in milliseconds. */
  readonly timeoutMs: number;
  readonly reportTimeoutMs: number;
  /** The text with tools by the names that the client knows; empty if none of its sentences is left. */
  readonly withToolNames: (text: string) => string;
}

/** Inputs that do not narrow a search. */
const notNarrowing = ['sort', 'fields', 'limit', 'offset'];

/** Rows of a page by default. */
const defaultLimit = 20;

/** A larger limit is not a slip but a request for everything, which no page can hold. */
const maxClampedLimit = 1_000;

/** Collects the notes of one answer and what was understood, each once, with tools by the names that the client knows. */
export function collectNotes(withToolNames: AnswerContext['withToolNames']) {
  const notes = new Set<string>();
  const gaps = new Set<string>();
  const understood = new Set<string>();
  const note = (text: string, kind?: 'gap'): void => {
    const named = withToolNames(text);
    if (named !== '') (kind === 'gap' ? gaps : notes).add(named);
  };
  const noteUnderstood = (input: string, meaning: string): void =>
    void understood.add(
      cleanLine(withToolNames(escapeUntrusted(meaning === 'none' ? `no ${input}` : `${input} ${meaning}`))),
    );
  return { notes, gaps, note, understood, noteUnderstood };
}

/** A progress message for a wait for the rate limit, in milliseconds; undefined for the short waits that scans always have. */
export const waitMessage = (ms: number): string | undefined =>
  ms < 2_000 ? undefined : `waiting ${Math.ceil(ms / 1000)} s for Copper's rate limit`;

/** The most rows of an answer that takes several pages, and the most columns of such rows: more of them would not fit into one answer. */
const walkedRows = 100;
const walkedColumns = 12;

/**
 * Rows of an answer: `requested`, limited with a note to a page, or to several small ones if the rows are narrow.
 *
 * @throws ToolError `invalid_input` for a far larger limit
 */
function pageLimit(
  tool: OperationTool,
  requested: number | undefined,
  { page, columns }: { readonly page: number; readonly columns: number },
  note: (text: string) => void,
): number {
  const isWide = columns > walkedColumns;
  const cap = isWide ? page : Math.max(page, Math.min(walkedRows, maxWalkedPages * page));
  const limit = requested ?? (tool.returns.form === 'list' ? page : Math.min(defaultLimit, page));
  if (limit <= cap) return limit;
  if (limit > maxClampedLimit) {
    const fix = `an answer of {${tool.name}} has at most ${cap} rows. Use offset for more, or count with limit=0`;
    throw new ToolError('invalid_input', `limit ${limit} is too large: ${fix}.`);
  }
  note(
    `limit ${limit} was lowered to ${cap}, the most rows in one answer${isWide && page < walkedRows ? ' with so many fields' : ''}; use offset for more.`,
  );
  return cap;
}

/** Reads one range of rows in the way that the operation and the request call for. */
async function readRows(
  form: OperationTool['returns']['form'],
  request: CopperRequest,
  { localFilters, sorting }: { localFilters: readonly LocalFilter[]; sorting: Sorting | undefined },
  range: RowRange,
  readContext: ReadContext,
): Promise<Rows> {
  if (form === 'one') return readOne(request, readContext);
  if (form === 'list') return readList(request, localFilters, range, readContext);
  if (sorting !== undefined) return readSorted(request, localFilters, range, readContext, sorting);
  if (localFilters.length > 0) return readFiltered(request, localFilters, range, readContext);
  const found = await readRange(request, range, readContext);
  return 'localFilters' in found ? readFiltered(request, found.localFilters, range, readContext) : found;
}

/**
 * Answers one call of one tool with a table: parses the input, makes the request, reads the rows and labels them.
 *
 * @throws ToolError, or the signal's reason when aborted
 */
export async function answerTool(
  tool: OperationTool,
  given: unknown,
  { copper, calendar, dayOrder, accountId, withToolNames, data, clock, timeoutMs, scanCache }: AnswerContext,
  { onProgress, views = false, ...origin }: CallContext,
): Promise<AnswerTable> {
  const { form, record } = tool.returns;
  const asOf = createAsOf(calendar);
  const { notes, gaps, note, understood, noteUnderstood } = collectNotes(withToolNames);
  let done = 0;
  const progress: ReadContext['progress'] = (_, total, message) =>
    onProgress?.({
      done: ++done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
      message,
    });
  const onWait = (ms: number) => {
    const message = waitMessage(ms);
    if (message !== undefined) progress(0, undefined, message);
  };
  const call = { ...origin, priority: 'interactive' as const, onWait };
  const names = copper.names(call, note);

  checkAccountOfLinks(given, accountId);
  const { input, fields, limit: requestedLimit, offset } = parseInput(tool, given);
  const days = createDayReader({ calendar, dayOrder, copper, call, note });
  const { dayOf } = days;
  const made = await tool.request(input, { asOf, names, calendar, dayOf, note, noteUnderstood });
  const { localFilters = [], localSort, ifNone, days: askedDays, fixedFields = [], ...plain } = made;
  const columns = await pickColumns(tool.returns, fields, { names, note, accountId });
  const sortedBy = localSort && (await sortColumn(localSort, record, names));
  const everything = fields?.some((name) => name.trim() === '*') === true;
  const request = projectFields(
    { operation: tool.operation, ...plain },
    tool.returns,
    sortedBy === undefined ? columns : [...columns, sortedBy],
    localFilters.length > 0 || everything,
  );
  const page = form === 'page' ? copper.pageCap(tool.operation) : 200;
  const limit = pageLimit(tool, requestedLimit, { page, columns: columns.length }, note);
  const single = form === 'one';
  const labelling = { names: views ? rememberLabels(names) : names, days, single, accountId, note };
  const sorting: Sorting | undefined =
    localSort && sortedBy && limit > 0
      ? {
          localSort,
          sort: (all) => sortRows(all, sortedBy, localSort.descending, labelling),
          sourceFields: sortedBy.field.sourceFields,
          what: record.plural,
          narrower: narrowingInputs(tool, input),
        }
      : undefined;
  const dayFields = [...new Set([...Object.values(record.fields), ...columns.map(({ field }) => field)])];
  const dayFiltersFor = createDayFilters(days, dayFields, askedDays);
  const deadline = startDeadline(timeoutMs * readingShare, clock, origin.signal);
  const readContext: ReadContext = {
    copper,
    call: { ...call, onReply: asOf.include },
    softDeadline: deadline.signal,
    note,
    progress,
    dayFiltersFor,
    kept: { scans: scanCache, offset, testDay: days.testDay, clockTime: calendar.clockTime },
  };
  // Reading a page takes no more requests than counting, and shows whether Copper keeps to the days.
  const countsByPage = limit === 0 && askedDays !== undefined && askedDays.length > 0;
  const range = countsByPage ? { offset, limit: copper.pageCap(tool.operation) } : { offset, limit };
  const reads = readRows(form, request, { localFilters, sorting }, range, readContext);
  const read = await reads.finally(deadline.end);
  const rows = countsByPage ? { ...read, rows: [], next: undefined } : read;
  if (tool.returns.neverEmpty === true && read.isNothing === true) throw new NoUsers();
  if (ifNone !== undefined && rows.total === 0) note(ifNone);

  const separate = data ? dataColumns(columns, rows.rows, single, labelling) : columns;
  const labelled = await labelCells(separate, rows.rows, labelling);
  // In the JSON form every row has all its fields.
  const { constants, ...rest } = takeConstants(separate, labelled, data ? [] : fixedFields);
  const isNoted = fields === undefined ? form === 'page' : !everything;
  const shown = dropEmpty(rest.columns, rest.cells, isNoted ? rows.rows : []);
  const isKept = ({ name }: Column) =>
    constants.length === 0 || rest.columns.some((one) => one.name === name);
  const viewed = () => ({ columns: columns.filter(isKept), rows: rows.rows, link: linkFieldOf(record) });
  const view = views ? await viewTable(viewed(), labelling) : undefined;
  return {
    form,
    what: single ? record.name : record.plural,
    ...shown,
    ...(constants.length === 0 ? {} : { constants }),
    offset: rows.offset,
    total: rows.total,
    ...(rows.minTotal === undefined ? {} : { minTotal: rows.minTotal }),
    next: rows.next,
    countOnly: limit === 0,
    notes: [...notes, ...shown.notes],
    gaps: [...gaps],
    understood: [...understood],
    ...(record.happens === true && offset === 0 ? { asOf: asOf.stamp() } : {}),
    ...(view === undefined ? {} : { view }),
  };
}

/** Inputs that would leave fewer rows, and are not given yet. */
const narrowingInputs = (tool: OperationTool, input: object) =>
  Object.keys(tool.input.shape).filter(
    (name) => name === 'filters' || !(name in input || notNarrowing.includes(name)),
  );

/** The share of the time limit after which no further page is waited for, so that an answer can still be written. */
export const readingShare = 0.8;
