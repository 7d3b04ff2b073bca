import type { Credentials } from '../../copper/ask.ts';
import { abortSignalOf, type CancelSignal } from '../../tool/clock.ts';
import { isObject } from '../../tool/json.ts';
import { visibleName } from '../../tool/outgoing-text.ts';
import { ToolError } from '../../tool/tool-error.ts';
import type { AccountApp, AccountsOptions } from '../accounts.ts';

/** A key and the e-mail address of its owner. */
export type PersonalKey = Extract<Credentials, { kind: 'key' }>;

/** Who may sign in. */
export interface AllowedPeople {
  /** In lower case, without `@`. */
  readonly domains: readonly string[];
  /** In lower case. */
  readonly emails: readonly string[];
}

/** Whose key it is, or a sentence that says why it cannot be used; `retry` if the key may be right. */
export type KeyOwner =
  | { readonly name: string; readonly problem?: undefined }
  | { readonly problem: string; readonly retry: boolean };

/** True if anybody with a Copper key may sign in. */
export const isOpenToAll = ({ domains, emails }: AllowedPeople): boolean =>
  domains.length + emails.length === 0;

/** True if a person with this e-mail address may sign in: of a domain, not of those below it. */
export function maySignIn(email: string, allowed: AllowedPeople): boolean {
  const lower = email.toLowerCase();
  const domain = lower.slice(lower.lastIndexOf('@') + 1);
  return isOpenToAll(allowed) || allowed.emails.includes(lower) || allowed.domains.includes(domain);
}

const refused =
  "Copper refused this key. Check that it is complete, and that the e-mail address is that of the key's owner.";
const otherOwner = 'Copper says that this key belongs to another e-mail address.';
const unknownOwner = 'Copper did not say whose key this is, so it cannot be used here.';
const unavailable = 'Copper could not be asked about this key. Wait a minute, then try again.';

async function ask(app: AccountApp, { email }: PersonalKey, signal: CancelSignal): Promise<KeyOwner> {
  const copper = app.copper;
  if (copper === undefined) return { problem: refused, retry: false };
  try {
    const request = { operation: 'getUser', path: { id: 'me' } } as const;
    const { data } = await copper.ask(request, { signal: abortSignalOf(signal), priority: 'interactive' });
    const user = isObject(data) ? data : {};
    if (typeof user.email !== 'string') return { problem: unknownOwner, retry: true };
    if (user.email.toLowerCase() !== email.toLowerCase()) return { problem: otherOwner, retry: false };
    const name = typeof user.name === 'string' ? visibleName(user.name) : '';
    return { name: name === '' ? user.email : name.slice(0, 100) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const isRefusal = error.kind === 'unauthorized' || error.kind === 'forbidden';
    return isRefusal ? { problem: refused, retry: false } : { problem: unavailable, retry: true };
  }
}

/** Asks Copper whose key it is: one request, with an app that ends with it. `owner` is who brings the key. */
export function createKeyCheck(createApp: AccountsOptions['createApp']) {
  return async (key: PersonalKey, owner: string, signal: CancelSignal): Promise<KeyOwner> => {
    const app = createApp(key, owner);
    try {
      return await ask(app, key, signal);
    } finally {
      await app.close();
    }
  };
}
