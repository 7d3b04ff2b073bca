import type { CopperClient } from '../copper/copper.ts';
import type { Attempt } from '../tool/fetch-copper.ts';
import type { NameList } from '../tool/names.ts';
import type { RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Reads lists of names ahead of their use; returns how many requests that took. What cannot be read is told where it is needed. */
export async function prepareNames(
  books: readonly NameList[],
  copper: CopperClient,
  call: RequestOptions,
): Promise<number> {
  let sent = 0;
  const onAttempt = (attempt: Attempt) => {
    if (attempt.attempt === 1) sent++;
    call.onAttempt?.(attempt);
  };
  const names = copper.names({ ...call, onAttempt }, () => undefined);
  const lists = books.map(async (book) => {
    try {
      await names.all(book);
    } catch (error) {
      if (call.signal.aborted || !(error instanceof ToolError)) throw error;
    }
  });
  await Promise.all(lists);
  return sent;
}
