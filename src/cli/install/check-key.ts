import { ToolError } from '../../tool/tool-error.ts';
import { openEnvironment } from '../environment.ts';
import { askWithDeadline, keyOwner } from '../key-owner.ts';
import { type Shell, shellConfig, withoutVariables } from '../shell.ts';

/** What Copper says about a key: whose it is, as `Name <e-mail>`, or why it cannot be used. */
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
