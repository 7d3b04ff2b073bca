import { cleanMessage } from '../../copper/upstream-message.ts';
import { isObject, type JsonValue } from '../../tool/json.ts';
import type { ToolErrorKind } from '../../tool/tool-error.ts';
import type { Account, AccountExamination } from './examination.ts';
import { firstSentence } from './wording.ts';

const reach = 'Check the network, a proxy, and COPPER_API_BASE_URL.';

const advices: Partial<Readonly<Record<ToolErrorKind, string>>> = {
  unavailable: reach,
  timeout: reach,
  not_found: 'Nothing answers there as Copper does: check COPPER_API_BASE_URL.',
  rate_limited: 'Other programs use the same budget; wait a minute and try again.',
};

/** What to mend when Copper does not know who asks. */
function unknownKey({ config: { credentials }, shell: { env } }: Account): string {
  if (credentials?.kind === 'key')
    return "Check that the key is whole (32 characters) and that COPPER_USER_EMAIL is the e-mail of the key's owner.";
  return env.COPPER_API_KEY || env.COPPER_API_KEY_FILE
    ? "Set COPPER_USER_EMAIL to the e-mail of the key's owner; without it the key is sent as a bearer token."
    : 'The token has run out or was taken back: get a new one.';
}

/** Text of a record, fit for a terminal. */
const shown = (value: JsonValue | undefined) =>
  (typeof value === 'string' ? cleanMessage(value) : undefined) ?? 'unknown';

/** Whether Copper takes the key, and whom it acts for. */
export const account: AccountExamination = async (patient) => {
  const me = await patient.ask({ operation: 'getUser', path: { id: 'me' } });
  if (me instanceof Error) {
    const advice = me.kind === 'unauthorized' ? unknownKey(patient) : advices[me.kind];
    const said = firstSentence(me);
    return [{ mark: 'fail', what: 'account', said, ...(advice === undefined ? {} : { advice }) }];
  }
  const user = isObject(me.data) ? me.data : {};
  const who = `${shown(user.name)} <${shown(user.email)}>`;
  return [{ mark: 'ok', what: 'account', said: `the key is good; it acts for ${who}` }];
};
