import { candidates } from './candidates.ts';
import type { ExitCode, Shell } from './shell.ts';

/** Stands alone where names of files fit: shells complete those best themselves. */
const files = ':files';

/**
 * What the scripts of `completion` ask: `complete -- words…`, the last word being the one at the cursor. A line a candidate, with
 * what it is after a tab.
 */
export function complete(shell: Shell, args: readonly string[]): ExitCode {
  const offer = candidates(args[0] === '--' ? args.slice(1) : args);
  if (offer === 'files') shell.print(files);
  else for (const { word, what } of offer) shell.print(what === '' ? word : `${word}\t${what}`);
  return 0;
}
