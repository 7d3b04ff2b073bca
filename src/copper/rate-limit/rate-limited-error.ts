import { ToolError } from '../../tool/tool-error.ts';

/** What a call is told that would have to wait too long for a slot. */
export function rateLimitedError(limit: number, waitMs: number): ToolError {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
  const message = `Copper's limit of ${limit} requests a minute is used up. Wait ${retryAfter} s, then call again.`;
  return new ToolError('rate_limited', message, { retryAfter });
}
