import { parseInput } from '../input/parse-input.ts';
import { checkAccountOfLinks } from '../names/text-form.ts';
import type { CallContext } from '../tool/app.ts';
import type { JsonObject } from '../tool/json.ts';
import { type Column, primarySourceFields } from '../tool/record.ts';
import type { RowsPage, RowsReading } from '../tool/rows.ts';
import { formatNumber, quoteIfAmbiguous } from '../tool/sentences.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type AllRows, createPagesInTurn } from './all-pages.ts';
import { type AnswerContext, collectNotes, waitMessage } from './answer.ts';
import { createAsOf } from './as-of.ts';
import { isEnoughToTell, pickColumns, projectFields } from './columns.ts';
import { createDayFilters, createDayReader } from './day-reader.ts';
import { exportColumns } from './export-columns.ts';
import { exportNames } from './export-names.ts';
import { labelCells } from './label.ts';
import { type ReadContext, readList, readOne } from './read.ts';

/** The most notes of a reading; a page may add one of its own. */
const maxNotes = 50;

/** Which columns some row had: of one that none had, nobody knows whether it is empty. */
function createReturned(columns: readonly Column[], note: ReadContext['note']) {
  const returned = new Set<string>();
  let read = 0;
  return {
    names: () => [...returned],
    add: (names: readonly string[]) => {
      for (const name of names) returned.add(name);
    },
    see(rows: readonly JsonObject[]): void {
      read += rows.length;
      for (const { name, field } of columns) {
        const sources = primarySourceFields(field);
        if (returned.has(name)) continue;
        if (sources.length === 0 || rows.some((row) => sources.some((one) => one in row))) returned.add(name);
      }
    },
    check(): void {
      const others = columns
        .filter(({ name }) => !returned.has(name))
        .map(({ name }) => quoteIfAmbiguous(name));
      if (read === 0 || others.length === 0) return;
      const what = isEnoughToTell(read, false) ? 'not returned by Copper' : 'empty or not returned';
      note(`${what}: ${others.join(', ')}.`);
    },
  };
}

/** @throws ToolError `invalid_input` for inputs that ask for some of the rows, or an order that takes all of them in memory */
function refuseParts(tool: OperationTool, input: Readonly<Record<string, unknown>>): void {
  const part = ['limit', 'offset'].find((name) => input[name] !== undefined);
  if (part !== undefined)
    throw new ToolError(
      'invalid_input',
      `All rows are read here: leave out ${part}. To see some of them, call {${tool.name}}.`,
    );
}

/** Notes up to a number, each once, and how many did not fit. */
function limitNotes(collected: ReturnType<typeof collectNotes>) {
  const left = new Set<string>();
  const note: ReadContext['note'] = (text, kind) => {
    if (collected.notes.size < maxNotes || kind === 'gap') collected.note(text, kind);
    else if (!collected.notes.has(text) && left.size < 10_000) left.add(text);
  };
  const all = () => [
    ...collected.gaps,
    ...collected.notes,
    ...(left.size === 0 ? [] : [`${formatNumber(left.size)} more notes like these did not fit.`]),
    ...(collected.understood.size === 0 ? [] : [`understood as: ${[...collected.understood].join('; ')}.`]),
  ];
  return { note, all };
}

/** Says how far a reading is, and when it has to wait. */
function createRowsProgress(onProgress: CallContext['onProgress']) {
  let latest = 0;
  return (message: string, done = latest, total?: number): void => {
    latest = Math.max(latest, done);
    onProgress?.({
      done: latest,
      message,
      ...(total === undefined ? {} : { total: Math.max(total, latest) }),
    });
  };
}

/**
 * Prepares to read all rows of an operation: parses the input, and finds its names and columns. All fields of the record are read unless
 * `fields` names some; searches are read from the oldest record to the newest unless `sort` says otherwise, since that order changes least.
 *
 * @throws ToolError, or the signal's reason when aborted
 */
export async function openAllRows(
  tool: OperationTool,
  given: unknown,
  answerContext: AnswerContext,
  { onProgress, ...origin }: CallContext,
): Promise<RowsReading> {
  const { copper, calendar, dayOrder, accountId, withToolNames } = answerContext;
  const collected = collectNotes(withToolNames);
  const { note, all } = limitNotes(collected);
  const progress = createRowsProgress(onProgress);
  const onWait = (ms: number) => {
    const message = waitMessage(ms);
    if (message !== undefined) progress(message);
  };
  const call = { ...origin, priority: 'interactive' as const, onWait };
  checkAccountOfLinks(given, accountId);
  const { input, fields = ['*'] } = parseInput(tool, given);
  refuseParts(tool, input);
  const { form, record } = tool.returns;
  const names = exportNames(copper, call, note);
  const days = createDayReader({ calendar, dayOrder, copper, call, note });
  const sorted = form === 'page' && 'sort' in tool.input.shape ? { sort: 'created', ...input } : input;
  const { noteUnderstood } = collected;
  const asOf = createAsOf(calendar);
  const context = { asOf, names, calendar, dayOf: days.dayOf, note, noteUnderstood };
  const made = await tool.request(sorted, context);
  const { localFilters = [], localSort, ifNone: _, days: askedDays, fixedFields: __, ...plain } = made;
  if (localSort !== undefined && form === 'page')
    throw new ToolError(
      'invalid_input',
      `Copper cannot sort by ${quoteIfAmbiguous(localSort.by)}, and all rows are too many to be sorted here: leave out sort, or sort by ${localSort.keys.join(', ')}.`,
    );
  const columns = await pickColumns(tool.returns, fields, { names, note, accountId });
  const isWhole = localFilters.length > 0 || fields.some((name) => name.trim() === '*');
  const request = projectFields({ operation: tool.operation, ...plain }, tool.returns, columns, isWhole);
  const written = exportColumns(columns);
  const dayFields = [...new Set([...Object.values(record.fields), ...columns.map(({ field }) => field)])];
  const returned = createReturned(columns, note);
  const reading: AllRows = {
    tool,
    request,
    localFilters,
    dayFiltersFor: createDayFilters(days, dayFields, askedDays),
    call,
    note,
    progress,
    label: (rows) => labelCells(written, rows, { names, days, single: true, listSign: ';', accountId, note }),
    see: returned.see,
    returned: returned.names,
  };
  const columnNames = written.map(({ name }) => name);
  const conditions = localFilters.map(({ name, understood = '' }) => [name, understood]);
  const pagesInTurn = form === 'page' ? createPagesInTurn(reading, answerContext) : undefined;

  async function* readWhole(): AsyncGenerator<RowsPage, void, undefined> {
    const readContext: ReadContext = { copper, call, note, progress: () => undefined };
    const everything = { offset: 0, limit: Number.POSITIVE_INFINITY };
    const { rows } =
      form === 'one'
        ? await readOne(request, readContext)
        : await readList(request, localFilters, everything, readContext);
    returned.see(rows);
    yield { rows: await reading.label(rows), total: rows.length, position: undefined };
  }

  return {
    what: form === 'one' ? record.name : record.plural,
    columns: columnNames,
    question:
      pagesInTurn &&
      JSON.stringify([request, conditions, given, columnNames, calendar.zone, accountId ?? null]),
    changeSince: async (position) => pagesInTurn?.changeSince(position),
    async *pages(from, known = []) {
      returned.add(from?.returned ?? []);
      yield* pagesInTurn?.read(from, known) ?? readWhole();
      returned.check();
      return all();
    },
  };
}
