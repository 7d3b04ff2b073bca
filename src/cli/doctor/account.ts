import type { ToolErrorKind } from '../../tool/tool-error.ts';
import { keyOwner } from '../key-owner.ts';
import { type AccountCheck, type AccountContext, failed, firstSentence, passed, warned } from './finding.ts';

const checkConnection = 'Check the network, a proxy, and COPPER_API_BASE_URL.';

const adviceFor: Partial<Readonly<Record<ToolErrorKind, string>>> = {
  unavailable: checkConnection,
  timeout: checkConnection,
  not_found: 'That address does not respond like Copper: check COPPER_API_BASE_URL.',
  rate_limited: 'Other programs share this rate limit; wait a minute and try again.',
};

/** What to check when Copper rejects the credentials. */
function unauthorizedAdvice({ config: { credentials }, shell: { env } }: AccountContext): string {
  if (credentials?.kind === 'key')
    return "Check that the key is complete (32 characters) and that COPPER_USER_EMAIL is the e-mail of the key's owner.";
  return env.COPPER_API_KEY || env.COPPER_API_KEY_FILE
    ? "Set COPPER_USER_EMAIL to the e-mail of the key's owner; without it the key is sent as a bearer token."
    : 'The token has expired or was revoked: get a new one.';
}

/** Whether Copper accepts the key, and whose it is. */
export const checkAccount: AccountCheck = async (context) => {
  const owner = await keyOwner(context.ask);
  if (typeof owner === 'string') return [passed('account', `the key is valid and belongs to ${owner}`)];
  const advice = owner.kind === 'unauthorized' ? unauthorizedAdvice(context) : adviceFor[owner.kind];
  return [failed('account', firstSentence(owner), advice)];
};

/** Whether the account has leads, which can be turned off. */
export const checkLeads: AccountCheck = async ({ ask }) => {
  const statuses = await ask({ operation: 'listLeadStatuses' });
  if (!(statuses instanceof Error)) return [passed('leads', 'available')];
  if (statuses.kind !== 'forbidden' && statuses.kind !== 'not_found')
    return [warned('leads', firstSentence(statuses), 'Try again later; the other tools work.')];
  const advice =
    'Leads are turned off for this account, or this user may not see them. The other tools work.';
  return [warned('leads', 'not available', advice)];
};
