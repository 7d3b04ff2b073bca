import { cleanMessage } from '../copper/upstream-message.ts';
import { isObject, type JsonValue } from '../tool/json.ts';
import { ToolError } from '../tool/tool-error.ts';
import { realWorld } from './environment.ts';
import { shellConfig } from './settings.ts';
import type { Shell } from './shell.ts';

/** What Copper says of a key. */
export type Verdict =
  | { readonly good: true; readonly who: string }
  | { readonly good: false; readonly why: string };

const shown = (value: JsonValue | undefined) =>
  (typeof value === 'string' ? cleanMessage(value) : undefined) ?? 'unknown';

/** What errors say is meant for agents; here a person reads. */
function whyNot({ kind, message }: ToolError): string {
  if (kind === 'unauthorized')
    return "Copper refused it (401): the key must be whole, and the e-mail that of the key's owner.";
  const offline = kind === 'unavailable' || kind === 'timeout';
  return offline ? `${message} --no-check goes on without asking Copper.` : message;
}

/**
 * Asks Copper whom a key acts for: one read, through the guard and the pace of every other.
 *
 * @param baseUrl another address of the API than Copper's own
 */
export async function checkKey(
  shell: Shell,
  key: string,
  email: string,
  baseUrl: string | undefined,
): Promise<Verdict> {
  const kept = ([name]: readonly [string, unknown]) =>
    !/^COPPER_(?:API_KEY|ACCESS_TOKEN|USER_EMAIL|REDIS_URL)/.test(name);
  const env = {
    ...Object.fromEntries(Object.entries(shell.env).filter(kept)),
    COPPER_API_KEY: key,
    COPPER_USER_EMAIL: email,
    COPPER_API_BASE_URL: baseUrl,
  };
  const config = { ...shellConfig({ ...shell, env }, false), warnings: [] };
  const { app, close } = await realWorld(shell, { config });
  const late = AbortSignal.timeout(config.timeoutMs);
  try {
    const signal = AbortSignal.any([shell.interrupted, late]);
    const me = await app.copper?.ask({ operation: 'getUser', path: { id: 'me' } }, { signal, lane: 'call' });
    const user = isObject(me?.data) ? me.data : {};
    return { good: true, who: `${shown(user.name)} <${shown(user.email)}>` };
  } catch (error) {
    if (late.aborted && !shell.interrupted.aborted)
      return { good: false, why: whyNot(new ToolError('timeout', 'Copper did not answer in time.')) };
    if (error instanceof ToolError) return { good: false, why: whyNot(error) };
    throw error;
  } finally {
    await close();
  }
}
