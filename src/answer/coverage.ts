import type { JsonObject } from '../tool/json.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Coverage } from './sweep.ts';

/** How much a report read, as its head line and its JSON tell it. */
export interface CoverageTold {
  readonly text: string;
  readonly data: JsonObject;
}

const number = (value: number) => value.toLocaleString('en-US');
const requests = (count: number) => `${number(count)} ${count === 1 ? 'request' : 'requests'}`;

/** `all 412 opportunities`, `409 of 412 opportunities`. */
function part({ what, read, total, stopped }: Coverage): string {
  if (total === undefined)
    return stopped === undefined
      ? `all ${number(read)} ${what}`
      : `${number(read)} ${what} of an unknown number`;
  return read >= total && stopped === undefined
    ? `all ${number(read)} ${what}`
    : `${number(read)} of ${number(total)} ${what}`;
}

/** What ended the reading and what to do about it. */
function advice(parts: readonly Coverage[], budget: RequestBudget): string {
  const ended = parts.find(({ stopped }) => stopped !== undefined)?.stopped;
  if (ended === 'copper') return 'Copper ceased to answer in time: narrow the question, or ask again later';
  if (ended === 'time') return 'time was up: narrow the question, e.g. by owner or dates';
  const needed = budget.spent() + parts.reduce((sum, { pages = 0 }) => sum + pages, 0) - pagesRead(parts);
  return `narrow the question, e.g. by owner or dates, or raise max_requests to ${needed}`;
}

/** Pages that the rows read so far filled, of the sweeps whose number of pages is known. */
const pagesRead = (parts: readonly Coverage[]) => parts.reduce((sum, { pagesRead: read }) => sum + read, 0);

const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(' and ');

/** Several readings of one kind of record as one. */
export function together(parts: readonly Coverage[]): Coverage[] {
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a + b;
  const kinds = new Map<string, Coverage>();
  for (const part of parts) {
    const { what, read, total, pages, pagesRead, stopped } = part;
    const before = kinds.get(what);
    kinds.set(
      what,
      before === undefined
        ? part
        : {
            what,
            read: before.read + read,
            total: sum(before.total, total),
            pages: sum(before.pages, pages),
            pagesRead: before.pagesRead + pagesRead,
            stopped: before.stopped ?? stopped,
          },
    );
  }
  return [...kinds.values()];
}

/** What was read of what there is, in how many requests; undefined for a report that swept and counted nothing. */
export function coverageOf(
  readings: readonly Coverage[],
  counts: number,
  budget: RequestBudget,
): CoverageTold | undefined {
  const sweeps = together(readings);
  if (sweeps.length === 0 && counts === 0) return undefined;
  const sent = requests(budget.sent());
  const ended = sweeps.some(({ stopped }) => stopped !== undefined);
  const moved = !ended && sweeps.some(({ read, total }) => total !== undefined && read < total);
  const all = joined(sweeps.map(part));
  const text =
    sweeps.length === 0
      ? `counted in ${sent}`
      : ended
        ? `INCOMPLETE: read ${all} in ${sent}; ${advice(sweeps, budget)}`
        : `read ${all} in ${sent}${moved ? ' (the others moved meanwhile or are hidden)' : ''}`;
  const data = {
    complete: !ended,
    requests: budget.sent(),
    read: sweeps.map(({ what, read, total }) => ({ what, read, ...(total === undefined ? {} : { total }) })),
  };
  return { text, data };
}
