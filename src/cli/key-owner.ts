import type { CopperClient } from '../copper/copper.ts';
import { cleanMessage } from '../copper/upstream-message.ts';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { CopperReply, CopperRequest } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Sends one request; an error that Copper or the network causes is the result. */
export type AskOnce = (request: CopperRequest) => Promise<CopperReply | ToolError>;

/**
 * Sends single requests, each within `timeoutMs` milliseconds.
 *
 * @throws the signal's reason when interrupted
 */
export function askWithDeadline(copper: CopperClient, timeoutMs: number, interrupted: AbortSignal): AskOnce {
  return async (request) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      return await copper.ask(request, { signal: AbortSignal.any([interrupted, deadline]), lane: 'call' });
    } catch (error) {
      if (error instanceof ToolError) return error;
      if (deadline.aborted && !interrupted.aborted)
        return new ToolError('timeout', `Copper did not answer within ${Math.round(timeoutMs / 1000)} s.`);
      throw error;
    }
  };
}

/** Text of a record, cleaned for a terminal. */
const cleaned = (value: JsonValue | undefined) =>
  (typeof value === 'string' ? cleanMessage(value) : undefined) ?? 'unknown';

/** The user whom the key belongs to, as `Name <e-mail>`; one request. */
export async function keyOwner(ask: AskOnce): Promise<string | ToolError> {
  const me = await ask({ operation: 'getUser', path: { id: 'me' } });
  if (me instanceof ToolError) return me;
  const user = isObject(me.data) ? me.data : {};
  return `${cleaned(user.name)} <${cleaned(user.email)}>`;
}
