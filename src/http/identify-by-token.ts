import { bearerToken, challenge, type Identify } from './identify.ts';
import type { CallerEntry } from './parse-callers.ts';
import { Refusal } from './refusal.ts';
import { findByToken } from './tokens.ts';

const realm = 'copper-mcp';

/** Bearer tokens of the callers file. */
export function identifyByToken(callers: () => readonly CallerEntry[]): Identify {
  return async (arrival) => {
    const token = bearerToken(arrival);
    if (token === undefined) {
      throw new Refusal(401, 'unauthorized', 'Send a token: Authorization: Bearer ….', {
        reason: 'no_token',
        headers: { 'WWW-Authenticate': challenge({ realm }) },
      });
    }
    const entry = findByToken(callers(), token);
    if (entry !== undefined) return entry;
    const parameters = { realm, error: 'invalid_token', error_description: 'The token is not known.' };
    throw new Refusal(401, 'invalid_token', parameters.error_description, {
      reason: 'wrong_token',
      headers: { 'WWW-Authenticate': challenge(parameters) },
    });
  };
}
