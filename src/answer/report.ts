import { parseInput } from '../input/parse-input.ts';
import type { CallContext } from '../tool/app.ts';
import type { Column } from '../tool/record.ts';
import type { Report, ReportContext, ReportTable } from '../tool/report.ts';
import type { CopperRequest } from '../tool/request.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type AnswerContext, longWaitMs } from './answer.ts';
import type { AnswerTable } from './answer-table.ts';
import { dayCell } from './cell.ts';
import { cleanLine } from './clean.ts';
import { learnFromRows } from './close-date.ts';
import { coverageOf, together } from './coverage.ts';
import { dropEmpty } from './drop-empty.ts';
import { fitToLength } from './fit.ts';
import { labelCells } from './label.ts';
import { pickColumns } from './pick.ts';
import { prepareNames } from './prepare.ts';
import { projectFields } from './project.ts';
import { type Reading, readWindow } from './read.ts';
import { readFirstPage } from './read-page.ts';
import { requestBudget } from './request-budget.ts';
import { createSweep, type PagedSweep } from './sweep.ts';

const aDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Rows of a single reading, unless the report says otherwise. */
const usualRows = 20;

const number = (value: number) => value.toLocaleString('en-US');

/**
 * One call of one report: parse, run, label, fit, write. What it reads is paced as sweeps, counted against its budget of requests, told
 * as progress, and ended when four fifths of the time are over, so that an answer is left to write.
 */
export async function report(one: Report, given: unknown, desk: AnswerContext, context: CallContext) {
  return fitToLength(await compile(one, given, desk, context), desk.maxChars, desk.write);
}

async function compile(
  one: Report,
  given: unknown,
  desk: AnswerContext,
  context: CallContext,
): Promise<AnswerTable> {
  const { copper, calendar, dayOrder, clock, withToolNames } = desk;
  const notes = new Set<string>();
  const note = (text: string) => {
    const said = withToolNames(text);
    if (said !== '') notes.add(said);
  };
  const { input } = parseInput(one, given);
  const { max_requests: most } = input;
  const budget = requestBudget(typeof most === 'number' ? most : undefined);
  const stopAt = clock.now() + desk.timeMs * 0.8;
  const sweeps: PagedSweep[] = [];
  let done = 0;
  let waits = 0;
  let counts = 0;
  let counted = 0;

  const tell = (message: string): void => {
    const reading = counts === 0 ? sweeps : sweeps.filter(({ taken }) => taken);
    const pages = reading.reduce((sum, sweep) => sum + (sweep.pages ?? 0), 0);
    done++;
    context.onProgress?.({ done, ...(pages === 0 ? {} : { total: Math.max(pages + waits, done) }), message });
  };
  /** The pace of sweeps itself is no news. */
  const tellWait = (ms: number): void => {
    if (ms < longWaitMs) return;
    waits++;
    tell(`waiting ${Math.ceil(ms / 1000)} s for Copper's rate limit`);
  };
  const { onProgress: _progress, ...origin } = context;
  const call = budget.counted({
    ...origin,
    lane: 'call',
    onWait: tellWait,
  });
  const names = copper.names(call, note);
  const requestContext = { names, calendar, note };

  /** The tool's question with the fields that the columns need, and the conditions that are left to us. */
  async function ask(
    tool: OperationTool,
    wanted: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
  ) {
    const question = await tool.request(parseInput(tool, wanted).input, requestContext);
    const { postFilters = [], postSort, ...plain } = question;
    if (postSort !== undefined)
      throw new Error(`Copper cannot sort by ${postSort.by}; reports sort by themselves`);
    const request: CopperRequest = { operation: tool.operation, ...plain };
    return { postFilters, request: projectFields(request, tool.returns, columns, postFilters.length > 0) };
  }

  /** Says how many requests the sweeps so far take, before they are spent, where the agent allows fewer. */
  function checkBudget(): void {
    const parts = together(sweeps.map((sweep) => sweep.coverage()));
    const needed =
      budget.spent() + parts.reduce((sum, { pages = 1, pagesRead }) => sum + pages - pagesRead, 0);
    if (!budget.given || needed <= budget.most) return;
    const rows = parts.map(({ what, total }) => `${number(total ?? 0)} ${what}`).join(' and ');
    throw new ToolError(
      'invalid_input',
      `Reading ${rows} takes ${number(needed)} requests, max_requests allows ${number(budget.most)}. Narrow the question, e.g. by owner or dates, or give max_requests=${needed}.`,
    );
  }

  const reportContext: ReportContext = {
    ...requestContext,
    columns: (record, wanted) => pickColumns({ form: 'page', record }, wanted, names),
    async sweep(tool, wanted, columns, ids) {
      const { request, postFilters: keep } = await ask(tool, wanted, columns);
      const sweep = createSweep({
        request,
        ids,
        keep,
        what: tool.returns.record.plural,
        copper,
        call,
        budget,
        late: () => clock.now() >= stopAt,
        onPage(rows) {
          learnFromRows(dayOrder, columns, rows);
          const { what, read, total } = sweep.coverage();
          tell(`read ${number(read)}${total === undefined ? '' : ` of ${number(total)}`} ${what}`);
        },
        onTake: checkBudget,
        note,
      });
      sweeps.push(sweep);
      await sweep.start();
      return sweep;
    },
    async rows(tool, wanted, columns, limit = usualRows) {
      const { request, postFilters: keep } = await ask(tool, wanted, columns);
      const reading: Reading = {
        copper,
        call: budget.spend(call),
        note,
        progress: () => undefined,
      };
      const { form, record } = tool.returns;
      const page = await readFirstPage(form, request, keep, limit, reading);
      learnFromRows(dayOrder, columns, page.rows);
      tell(`read ${number(page.rows.length)} ${page.rows.length === 1 ? record.name : record.plural}`);
      return page;
    },
    async count(tool, wanted) {
      const { request, postFilters: keep } = await ask(tool, wanted, []);
      if (keep.length > 0) return undefined;
      // The first one is waited for; of many, the others keep the pace of sweeps.
      const lane = counts === 0 && sweeps.length === 0 ? 'call' : 'sweep';
      counts++;
      const spent = { ...budget.spend(call), lane } as const;
      const reading: Reading = { copper, call: spent, note, progress: () => undefined };
      const found = await readWindow(request, { offset: 0, limit: 0 }, reading);
      tell(`counted ${tool.returns.record.plural} (${number(++counted)})`);
      return 'postFilters' in found ? undefined : found.total;
    },
    dayOf(value) {
      const day = value === undefined || value === null ? null : dayCell(value, calendar, dayOrder);
      return typeof day === 'string' && aDay.test(day) ? day : undefined;
    },
    prepare: (books) => prepareNames(books, copper, call),
  };

  const { tables } = await one.run(input, reportContext);
  const made: AnswerTable[] = [];
  for (const table of tables) made.push(await lay(table));
  const [main, ...parts] = made;
  if (main === undefined) throw new Error(`${one.name} answered without a table`);
  const read = sweeps.filter(({ taken }) => taken);
  const coverage = coverageOf(
    read.map((sweep) => sweep.coverage()),
    counts + sweeps.length - read.length,
    budget,
  );
  return {
    ...main,
    ...(coverage === undefined ? {} : { coverage }),
    ...(parts.length === 0 ? {} : { parts }),
    notes: [...notes],
  };

  function ways(goOn: string | readonly string[]): string {
    const said = [goOn].flat().map(withToolNames);
    return said.filter((way) => way !== '').join(', or ');
  }

  /** A table with labels in the place of ids. */
  async function lay(table: ReportTable): Promise<AnswerTable> {
    const { what, form, columns, rows, totals = [], offset = 0, minTotal, nextHint, none, ...rest } = table;
    const single = form === 'one';
    const all = [...rows, ...totals];
    const cells = await labelCells(columns, all, { names, calendar, dayOrder, single, note });
    const shown = dropEmpty(columns, cells, false);
    const total = 'total' in rest ? rest.total : offset + rows.length;
    const end = offset + rows.length;
    const more = total === undefined ? nextHint !== undefined || end < (minTotal ?? 0) : end < total;
    return {
      form,
      what: cleanLine(what),
      columns: shown.columns,
      rows: shown.rows.slice(0, rows.length),
      ...(totals.length === 0 ? {} : { totals: shown.rows.slice(rows.length) }),
      offset,
      total,
      ...(total !== undefined || minTotal === undefined ? {} : { minTotal }),
      next: more ? end : undefined,
      counted: false,
      notes: [],
      ...(nextHint === undefined ? {} : { nextHint: ways(nextHint) }),
      ...(none === undefined ? {} : { none }),
    };
  }
}
