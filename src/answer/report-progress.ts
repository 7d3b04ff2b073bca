import type { Pacer } from '../copper/rate-limit/pacer.ts';
import type { CallContext } from '../tool/app.ts';
import { formatNumber } from '../tool/sentences.ts';
import { waitMessage } from './answer.ts';
import { type Coverage, rowsText } from './coverage.ts';
import type { PagedScan } from './scan.ts';

/** How long the limit makes the pages still to read take; undefined if it leaves room for them. */
function limitMessage(
  scans: readonly PagedScan[],
  { used, limit }: ReturnType<Pacer['usage']>,
): string | undefined {
  const pages = scans.reduce((sum, scan) => sum + (scan.pages ?? 0) - scan.coverage().pagesRead, 0);
  if (pages <= limit - used) return undefined;
  const minutes = Math.ceil((pages - (limit - used)) / limit);
  return `reading ${formatNumber(pages)} more pages takes about ${minutes} min: Copper's limit is ${formatNumber(limit)} requests a minute`;
}

/** Progress messages of a report; their total is the pages of its scans. */
export function createProgress(
  scans: () => readonly PagedScan[],
  onProgress: CallContext['onProgress'],
  usage: Pacer['usage'],
) {
  let done = 0;
  /** Messages that are not about a page. */
  let others = 0;
  function report(message: string): void {
    const pages = scans().reduce((sum, scan) => sum + (scan.pages ?? 0), 0);
    done++;
    onProgress?.({ done, ...(pages === 0 ? {} : { total: Math.max(pages + others, done) }), message });
  }
  function say(message: string | undefined): void {
    if (message === undefined) return;
    others++;
    report(message);
  }
  return {
    report,
    onPage({ read, total, noun }: Coverage) {
      const of = total === undefined ? '' : `${formatNumber(read)} of `;
      report(`read ${of}${rowsText(total ?? read, noun)}`);
    },
    onWait: (ms: number) => say(waitMessage(ms)),
    onRequest: () => say(limitMessage(scans(), usage())),
  };
}
