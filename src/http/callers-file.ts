import type { EventLog } from '../log.ts';
import { type CallerEntry, parseCallers } from './parse-callers.ts';

/** How the file is read. */
export interface CallersFileOptions {
  readonly path: string;
  readonly readFile: (path: string) => string;
  readonly now: () => number;
  readonly log: EventLog;
}

/** The file is looked at so often at most, in milliseconds. */
const lookEvery = 1_000;

/**
 * The callers as the file has them now: read again when a request comes, once a second at most. A file that became unusable changes
 * nothing but is told once.
 *
 * @throws CallersError, or what `readFile` throws, for the first reading only
 */
export function openCallersFile(options: CallersFileOptions): () => readonly CallerEntry[] {
  const { path, readFile, now, log } = options;
  let text = readFile(path);
  let entries = parseCallers(text);
  let looked = now();
  let complaint = '';

  function look(): void {
    try {
      const current = readFile(path);
      if (current !== text) {
        text = current;
        entries = parseCallers(current);
        log.info({ callers: entries.length }, 'callers file read again');
      }
      complaint = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== complaint)
        log.error({ problem }, 'callers file cannot be used; the last good one counts');
      complaint = problem;
    }
  }

  return () => {
    if (now() - looked >= lookEvery) {
      looked = now();
      look();
    }
    return entries;
  };
}
