import type { CallProgress } from '../../tool/app.ts';
import type { Clock } from '../../tool/clock.ts';

const minuteMs = 60_000;

/** `about 3 min left`; empty for what is over in a moment. */
function leftText(ms: number): string {
  if (ms < 5_000) return '';
  if (ms < 1.5 * minuteMs) return `, about ${Math.ceil(ms / 5_000) * 5} s left`;
  return `, about ${Math.ceil(ms / minuteMs)} min left`;
}

/**
 * Estimates how long an export still takes: by the time its pages took so far, and by the requests that they took, of which only so many may
 * be sent in a minute.
 *
 * @param limit requests in any 60 seconds
 */
export function createEstimate(clock: Pick<Clock, 'steady'>, limit: number) {
  let first: { readonly done: number; readonly at: number; readonly requests: number } | undefined;
  let requests = 0;
  return {
    onRequest(): void {
      requests++;
    },
    /** The message of this progress, with what is left if that can be told. */
    withLeft({ done, total, message }: CallProgress): string {
      const now = clock.steady();
      first ??= { done, at: now, requests };
      const pages = done - first.done;
      if (total === undefined || pages < 1 || done >= total) return message;
      const left = total - done;
      const byTime = ((now - first.at) / pages) * left;
      const wanted = ((requests - first.requests) / pages) * left;
      // Slots that are free now are used at once; the others come free as the window moves on.
      const byLimit = (Math.max(0, wanted + Math.min(requests, limit) - limit) / limit) * minuteMs;
      return `${message}${leftText(Math.max(byTime, byLimit))}`;
    },
  };
}
