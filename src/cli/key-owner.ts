import type { CopperClient } from '../copper/copper.ts';
import { cleanMessage } from '../copper/upstream-message.ts';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { CopperReply, CopperRequest } from '../tool/request.ts';
import { inQuotes } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { openEnvironment } from './environment.ts';
import { type Shell, shellConfig, withoutVariables } from './shell.ts';

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
      return await copper.ask(request, {
        signal: AbortSignal.any([interrupted, deadline]),
        priority: 'interactive',
      });
    } catch (error) {
      if (error instanceof ToolError) return error;
      if (deadline.aborted && !interrupted.aborted)
        return new ToolError('timeout', `Copper did not answer within ${Math.round(timeoutMs / 1000)} s.`);
      throw error;
    }
  };
}

/** Text of a record for a terminal: in quotes, so that nobody's name passes for words of ours. */
const cleaned = (value: JsonValue | undefined) => {
  const text = typeof value === 'string' ? cleanMessage(value) : undefined;
  return text === undefined ? 'unknown' : inQuotes(text);
};

/** The user whom the key belongs to, as `"Name" <e-mail>`; one request. */
export async function keyOwner(ask: AskOnce): Promise<string | ToolError> {
  const me = await ask({ operation: 'getUser', path: { id: 'me' } });
  if (me instanceof ToolError) return me;
  const user = isObject(me.data) ? me.data : {};
  const email = cleaned(user.email);
  return `${cleaned(user.name)} <${/^"[\w.+-]+@[\w.-]+"$/.test(email) ? email.slice(1, -1) : email}>`;
}

/** What Copper says about a key: whose it is, as `"Name" <e-mail>`, or why it cannot be used. */
type KeyCheck =
  | { readonly valid: true; readonly owner: string }
  | { readonly valid: false; readonly why: string };

/** Messages of errors are for agents; here a person reads. */
function explain({ kind, message }: ToolError): string {
  if (kind === 'unauthorized')
    return "Copper refused the key (401): it must be complete, and the e-mail must be that of the key's owner.";
  const offline = kind === 'unavailable' || kind === 'timeout';
  return offline ? `${message} --no-check skips this check.` : message;
}

/**
 * Asks Copper whose key it is: one request, rate-limited like every other.
 *
 * @param baseUrl undefined for Copper's own address
 * @throws the signal's reason when interrupted
 */
export async function checkKey(
  shell: Shell,
  key: string,
  email: string,
  baseUrl: string | undefined,
): Promise<KeyCheck> {
  const env = {
    ...withoutVariables(shell.env, ['API_KEY', 'ACCESS_TOKEN', 'USER_EMAIL', 'REDIS_URL']),
    COPPER_API_KEY: key,
    COPPER_USER_EMAIL: email,
    COPPER_API_BASE_URL: baseUrl,
  };
  const config = { ...shellConfig({ ...shell, env }, false), warnings: [] };
  const { app, close } = await openEnvironment(shell, { config });
  try {
    if (app.copper === undefined) return { valid: false, why: 'The key cannot be used.' };
    const owner = await keyOwner(askWithDeadline(app.copper, config.timeoutMs, shell.interrupted));
    return owner instanceof ToolError ? { valid: false, why: explain(owner) } : { valid: true, owner };
  } finally {
    await close();
  }
}
