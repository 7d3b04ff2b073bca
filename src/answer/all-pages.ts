import type { CopperClient } from '../copper/copper.ts';
import { maxReachable } from '../copper/operations.ts';
import { readSearchPage, type SearchPage } from '../copper/pages.ts';
import { createRowFilter } from '../copper/reply-rows.ts';
import type { CancelSignal, Clock } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { type RowsPage, type RowsPosition, type RowValue, rowId } from '../tool/rows.ts';
import { formatNumber, numbered } from '../tool/sentences.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type AnswerContext, waitMessage } from './answer.ts';
import { createRequestAllowance } from './coverage.ts';
import type { DayFilters } from './read.ts';
import { createPageReader } from './scan-pages.ts';

/** What a reading of all rows asks for, and what it is done with. */
export interface AllRows {
  readonly tool: OperationTool;
  readonly request: CopperRequest;
  readonly localFilters: readonly LocalFilter[];
  readonly dayFiltersFor: DayFilters;
  readonly call: RequestOptions;
  note(text: string, kind?: 'gap'): void;
  /** Says how far it is; `total` as far as it is known. */
  progress(message: string, done?: number, total?: number): void;
  /** The rows with the values of all columns that are written. */
  label(rows: readonly JsonObject[]): Promise<RowsPage['rows']>;
  /** Remembers which columns some of these rows have. */
  see(rows: readonly JsonObject[]): void;
  /** The names of those, so far. */
  returned(): string[];
}

/** How often one piece of work waits for the rate limit before it gives up, and for how many seconds at most. */
const maxWaits = 30;
const longestWaitS = 300;

/** After so many pages in turn that have nothing new, no more is read: rows are added in front as fast as they are read. */
const maxPagesWithoutNew = 20;

/** While it waits it says so every few seconds, so that whoever watches knows that it goes on. */
const waitStepMs = 5_000;

/** Does the work; where the rate limit does not allow it now, again when it does: nobody waits for an answer here. */
async function patiently<T>(
  work: () => Promise<T>,
  { clock, signal, say }: { clock: Clock; signal: CancelSignal; say(message: string): void },
): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await work();
    } catch (error) {
      const seconds =
        error instanceof ToolError && error.kind === 'rate_limited' ? error.retryAfter : undefined;
      if (seconds === undefined || seconds > longestWaitS || waits === maxWaits) throw error;
      for (let left = Math.max(seconds, 1) * 1000; left > 0; left -= waitStepMs) {
        say(waitMessage(left) ?? "waiting for Copper's rate limit");
        await clock.sleep(Math.min(left, waitStepMs), signal);
      }
    }
  }
}

/** @throws ToolError `invalid_input` where Copper returns only a part of the rows, however they are read */
function refuseUnreachable(what: string, total: number | undefined): void {
  if (total !== undefined && total <= maxReachable) return;
  const most = formatNumber(maxReachable);
  const have = total === undefined ? `More than ${most} ${what}` : `${formatNumber(total)} ${what}`;
  throw new ToolError(
    'invalid_input',
    `${have} match, and Copper returns only the first ${most} of a search. Narrow it, e.g. by owner or by dates such as created=..2025-12-31 and created=2026-01-01.., and read each part.`,
  );
}

const idsOf = ({ entries }: SearchPage): RowValue[] => entries.map(rowId);

/** Does a piece of work as soon as the rate limit allows it. */
type Wait = <T>(work: () => Promise<T>) => Promise<T>;

/** A reader of pages that also gives what Copper sent for each; it leaves out the rows that are known by their ids. */
function openReader(
  { tool, request, localFilters, dayFiltersFor, call, note }: AllRows,
  [copper, wait]: readonly [CopperClient, Wait],
  from: RowsPosition | undefined,
  known: readonly RowValue[],
) {
  const filter = createRowFilter();
  filter.take(known.map((id) => ({ id })));
  filter.skipped.repeated = 0;
  let latest: SearchPage | undefined;
  const reader = createPageReader(
    {
      request,
      localFilters,
      noun: tool.returns.record,
      copper,
      call,
      softDeadline: call.signal,
      allowance: createRequestAllowance(undefined),
      onPage: () => undefined,
      dayFiltersFor,
      recording: {
        add: (_, page) => {
          latest = page;
        },
        finish: () => undefined,
        abandon: () => undefined,
      },
      start: from && { size: from.size, filter },
      onRequest: () => undefined,
      note,
    },
    undefined,
  );
  return {
    ...reader,
    /** One page, and what Copper sent for it. */
    async page(number: number) {
      const scanned = await wait(() => reader.read(number));
      if (scanned.shortPageError !== undefined) throw scanned.shortPageError;
      if (latest === undefined) throw new Error('a page was read that was not recorded');
      return { ...scanned, sent: latest };
    },
  };
}

/** Reads the pages of a search one after the other, from its start or from where an earlier reading ended. */
export function createPagesInTurn(
  reading: AllRows,
  { copper, clock }: Pick<AnswerContext, 'copper' | 'clock'>,
) {
  const { tool, request, call, note, progress, label, see, returned } = reading;
  const { record } = tool.returns;
  const say = (message: string) => progress(message);
  const wait: Wait = (work) => patiently(work, { clock, signal: call.signal, say });

  async function* read(
    from: RowsPosition | undefined,
    known: readonly RowValue[],
  ): AsyncGenerator<RowsPage, void, undefined> {
    const reader = openReader(reading, [copper, wait], from, known);
    let total = from?.total;
    let removed = 0;
    let withoutNew = 0;
    for (let page = (from?.page ?? 0) + 1; ; page++) {
      if (from !== undefined && total !== undefined && (page - 1) * from.size >= total) break;
      const { rows, last, sent } = await reader.page(page);
      const size = reader.size() ?? sent.entries.length;
      const now = sent.total;
      if (now !== undefined) refuseUnreachable(record.plural, now);
      else if (page * size >= maxReachable && !last) refuseUnreachable(record.plural, undefined);
      const missed: JsonObject[] = [];
      const others: RowValue[] = [];
      // What was removed has moved the rows behind it onto pages that had been read.
      const fallen = page === 1 || total === undefined || now === undefined ? 0 : Math.max(0, total - now);
      for (let back = 1; back <= Math.min(Math.ceil(fallen / size), page - 1); back++) {
        const again = await reader.page(page - back);
        missed.push(...again.rows);
        others.push(...again.rows.map(rowId));
      }
      removed += fallen;
      total = now;
      const rowsRead = Math.min(page * size, now ?? Number.POSITIVE_INFINITY);
      const all = [...rows, ...missed];
      see(all);
      const labelled = await wait(() => label(all));
      const of = total === undefined ? '' : ` of ${formatNumber(total)}`;
      progress(`read ${formatNumber(rowsRead)}${of} ${record.plural}`, page, reader.pages());
      yield {
        rows: labelled,
        total,
        position: {
          page,
          size,
          ...(total === undefined ? {} : { total }),
          ids: idsOf(sent),
          ...(others.length === 0 ? {} : { others }),
          returned: returned(),
        },
      };
      // A page without new rows is the last for a scan; here rows may have moved, and the total says that others follow.
      const follows = now !== undefined && sent.entries.length > 0 && page * size < now;
      withoutNew = rows.length === 0 && last ? withoutNew + 1 : 0;
      if (last && (!follows || withoutNew > maxPagesWithoutNew)) break;
    }
    if (removed > 0)
      note(
        `${numbered(removed, `${record.name} was`, `${record.plural} were`)} removed in Copper meanwhile; the rows that moved because of it were read again.`,
      );
    finish(reader, known.length);
  }

  /** Says what is missing: rows that Copper counts and did not return, and what nobody can know without a total. */
  function finish(reader: ReturnType<typeof openReader>, before: number): void {
    const { read: rowsRead, total, pagesRead } = reader.coverage();
    const all = before + rowsRead;
    if (total === undefined && pagesRead > 1)
      note('This Copper gives no totals: nobody can tell whether rows were removed meanwhile.');
    if (total !== undefined && all < total)
      note(
        `Copper counts ${formatNumber(total)} but returned ${formatNumber(all)}: rows moved meanwhile, its total is an upper bound, or the others are hidden from the key's owner.`,
        'gap',
      );
    reader.finish(true);
  }

  return {
    read,
    async changeSince({ page, size, total, ids }: RowsPosition): Promise<string | undefined> {
      const now = await wait(() => readSearchPage(copper, request, page, size, call));
      if (now.shortPageError !== undefined) throw now.shortPageError;
      if (now.total !== total)
        return `Copper had ${total ?? 'no total of'} ${record.plural} and has ${now.total ?? 'no total'} now`;
      const there = idsOf(now);
      const isSame = there.length === ids.length && there.every((id, at) => id === ids[at]);
      return isSame ? undefined : `the ${record.plural} have moved meanwhile`;
    },
  };
}
