import { defaultMaxRequests } from '../tool/report.ts';
import type { RequestOptions } from '../tool/request.ts';

/** How many requests a report may spend on rows, and how many it has sent in all. */
export interface RequestBudget {
  readonly most: number;
  /** True where the agent gave the number. */
  readonly given: boolean;
  /** Requests for rows so far, those under way included. */
  spent(): number;
  /** Counts one request for rows and hands on the call for it. */
  spend(call: RequestOptions): RequestOptions;
  /** Everything that went out: rows, names, and each further try. */
  sent(): number;
  /** The call with everything that it sends counted. */
  counted(call: RequestOptions): RequestOptions;
}

/** A budget of `given` requests, or of the usual number. */
export function requestBudget(given: number | undefined): RequestBudget {
  let spent = 0;
  let sent = 0;
  const counted = (call: RequestOptions): RequestOptions => ({
    ...call,
    onAttempt(attempt) {
      sent++;
      call.onAttempt?.(attempt);
    },
  });
  return {
    most: given ?? defaultMaxRequests,
    given: given !== undefined,
    spent: () => spent,
    sent: () => sent,
    counted,
    spend(call) {
      spent++;
      return call;
    },
  };
}
