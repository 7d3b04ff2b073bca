import type { Credentials } from '../copper/ask.ts';
import { isSecretPlaceholder, settingText } from '../tool/setting-text.ts';
import type { CallerEntry } from './callers-file.ts';
import { HttpError } from './http-error.ts';
import { addressKey, type RequestInfo } from './request-context.ts';

/** Who calls, and which Copper credentials to use. */
export interface Identity extends Pick<CallerEntry, 'name' | 'copper'> {
  /** Called when Copper refuses these credentials (401). */
  readonly onRefusedByCopper?: () => void;
  /** The client that the caller has signed in with, as its authorization server knows it. */
  readonly client?: string | undefined;
}

/**
 * Finds out who calls.
 *
 * @throws HttpError 401 or 403, or 503 if it cannot be found out now
 */
export type Identify = (info: RequestInfo) => Promise<Identity>;

/** The token in the `Authorization: Bearer` header; a token in the URL does not count. */
export const bearerToken = (info: RequestInfo): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(info.header('authorization') ?? '')?.[1];

/** The value of a `WWW-Authenticate` header: RFC 6750, and RFC 9728 for `resource_metadata`. */
export const challenge = (parameters: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`);
  return `Bearer ${pairs.join(', ')}`;
};

/** The caller's name on a server without sign-in, which only this machine can reach. */
const localCaller = 'local';

/** Without sign-in every caller is the same. */
export const identifyLocal: Identify = async () => ({ name: localCaller, copper: 'server' });

/** Who calls, with which Copper credentials. */
interface IdentifiedCaller {
  /**
   * For logs and metrics: a name from the callers file, a token's subject, or `local`. Never a token, a key or the e-mail address beside
   * it: undefined if that is all that is known.
   */
  readonly name: string | undefined;
  /**
   * Whose places and memory the request uses: the caller who has signed in, else the address that it comes from. A key that a caller
   * brings changes nothing: anybody can invent keys.
   */
  readonly limitOwner: string;
  /** Undefined if none are set: then each call answers which ones to set. */
  readonly credentials: Credentials | undefined;
  /** True for credentials that came with the request. */
  readonly brought: boolean;
}

/** Which credentials there are to choose from. */
export interface CredentialRules {
  /** The server's own; undefined if none are set. */
  readonly server: Credentials | undefined;
  /** True if callers may send their own. */
  readonly allowCallerKeys: boolean;
}

/** A header without quotes around it. A placeholder is refused: the server's own key must not take its place. */
function headerText(info: RequestInfo, name: string): string | undefined {
  const text = settingText(info.header(name));
  if (text === undefined || !isSecretPlaceholder(text)) return text;
  throw new HttpError(400, 'bad_caller_keys', `${name} is a placeholder that the client did not fill in.`);
}

function callerKey(info: RequestInfo): Extract<Credentials, { kind: 'key' }> | undefined {
  const key = headerText(info, 'x-copper-api-key');
  const email = headerText(info, 'x-copper-user-email');
  if (key === undefined && email === undefined) return undefined;
  if (key === undefined || email === undefined || !/^[\x21-\x7e]+$/.test(`${key}${email}`)) {
    const message = 'Send both X-Copper-Api-Key and X-Copper-User-Email, in ASCII characters without spaces.';
    throw new HttpError(400, 'bad_caller_keys', message);
  }
  return { kind: 'key', key, email };
}

/**
 * The caller with the credentials to use: those in the request if that is allowed, otherwise those in the callers file.
 *
 * @throws HttpError 400 if only one of the two headers is there
 */
export function withCredentials(
  { name, copper }: Identity,
  info: RequestInfo,
  { server, allowCallerKeys }: CredentialRules,
): IdentifiedCaller {
  const sent = allowCallerKeys ? callerKey(info) : undefined;
  const limitOwner = name === localCaller ? addressKey(info.peer) : `caller ${name}`;
  if (sent !== undefined)
    return { name: name === localCaller ? undefined : name, limitOwner, credentials: sent, brought: true };
  if (copper === 'caller') return { name, limitOwner, credentials: undefined, brought: false };
  return { name, limitOwner, credentials: copper === 'server' ? server : copper, brought: false };
}
