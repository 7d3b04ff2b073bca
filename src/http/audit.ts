import type { Log } from '../log.ts';
import type { ShownRecords } from '../tool/app.ts';
import { type Clock, runAfter } from '../tool/clock.ts';
import { createProblemLog } from './problem-log.ts';

/** Who was shown which records by one call: no texts, no arguments. */
interface AuditRecord {
  /** The id of the request, as in the log. */
  readonly id: string;
  readonly caller: string;
  /** The client that the caller has signed in with, as its authorization server knows it; undefined where nothing tells. */
  readonly client: string | undefined;
  /** The tool, or the method of another request. */
  readonly tool: string;
  readonly outcome: string;
  /** One entry for each table of the answer; undefined where none was shown. */
  readonly shown: readonly ShownRecords[] | undefined;
  /** Addresses of the resources that were read. */
  readonly uris: readonly string[];
  /** Requests to Copper. */
  readonly requests: number;
}

/** Where audit records go. */
export interface Audit {
  write(record: AuditRecord): void;
  /** Writes what waits. */
  flush(): void;
}

/** What an audit log is made of. */
interface AuditOptions {
  /** Appends whole lines. @throws what the disk throws */
  readonly append: (text: string) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with the number of lines that there was no room for. */
  readonly onLost: (lines: number) => void;
}

/** The longest that a line waits to be written with others, and between two attempts on a disk that refuses, in milliseconds. */
const waitMs = 100;
const retryMs = 1_000;

/** Characters that are written at once, and that wait at most while the disk refuses: then new lines are lost, and counted. */
const most = { atOnce: 65_536, waiting: 4_194_304 };

/** One line of JSON for each call. A disk that refuses stops no answer: lines wait for it within bounds, and the log says so. */
export function createAudit({ append, clock, log, onLost }: AuditOptions): Audit {
  const problems = createProblemLog(log, 'audit lines cannot be written; they wait');
  let waiting: string[] = [];
  let chars = 0;
  let isRefused = false;
  let stopTimer: (() => void) | undefined;

  function flush(): void {
    stopTimer?.();
    stopTimer = undefined;
    if (waiting.length === 0) return;
    try {
      // The disk may have taken a part of a line before it refused.
      append(`${isRefused ? '\n' : ''}${waiting.join('')}`);
      waiting = [];
      chars = 0;
      isRefused = false;
      problems.solved();
    } catch (error) {
      isRefused = true;
      problems.report(error);
      stopTimer = runAfter(clock, retryMs, flush);
    }
  }

  return {
    flush,
    write({ id, caller, client, tool, outcome, shown = [], uris, requests }) {
      const line = `${JSON.stringify({
        time: new Date(clock.now()).toISOString(),
        id,
        caller,
        ...(client !== undefined && { client }),
        tool,
        outcome,
        records: shown.map(({ kind, ids }) => ({ kind, ...(ids !== undefined && { ids }) })),
        ...(uris.length > 0 && { uris }),
        rows: shown.reduce((sum, { rows }) => sum + rows, 0),
        requests,
      })}\n`;
      if (chars + line.length > most.waiting) {
        onLost(1);
        return;
      }
      waiting.push(line);
      chars += line.length;
      if (chars > most.atOnce && !isRefused) flush();
      else stopTimer ??= runAfter(clock, waitMs, flush);
    },
  };
}
