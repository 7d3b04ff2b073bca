import { isObject, type JsonObject, type JsonValue } from '../../tool/json.ts';
import { visibleName } from '../../tool/outgoing-text.ts';
import { shortened } from '../../tool/sentences.ts';
import { isLoopback } from '../../tool/setting-text.ts';

/** The most redirect addresses of a client, and characters of all of them: each of a thousand clients is written with every sign-in. */
const most = { redirects: 20, characters: 2_000 };

/** Schemes that run or read something, or belong to the system and not to a client: on Windows all that begin with `ms-`. */
const forbiddenSchemes = [
  'javascript vbscript data blob file filesystem about view-source jar mhtml res intent ws wss',
  'ftp sftp ssh telnet ldap ldaps smb nfs search search-ms shell hcp mailto tel sms facetime',
].flatMap((schemes) => schemes.split(' '));

/** An address in the letters of RFC 3986: of others, as backslashes and tabs, programs make different addresses. */
const isAddress = (text: string) => /^[!-[\]-~]+$/.test(text) && URL.canParse(text);

/** An address to which a code may be sent: https, http on the person's own machine, or a program's own scheme. */
function isRedirect(value: JsonValue): value is string {
  if (typeof value !== 'string' || value.length > most.characters || !isAddress(value)) return false;
  const { protocol, hostname, hash, username, password } = new URL(value);
  if (hash !== '' || value.includes('#') || username !== '' || password !== '') return false;
  if (protocol === 'http:') return isLoopback(hostname);
  return !forbiddenSchemes.includes(protocol.slice(0, -1)) && !protocol.startsWith('ms-');
}

const isNative = (address: string) => new URL(address).protocol !== 'https:';

/**
 * What of a client's description counts here: its name and its redirect addresses. Every client is a public one, which proves itself with
 * PKCE, gets codes and refresh tokens, and nothing else; whatever else it says about itself is left out, as RFC 7591 allows.
 *
 * @returns what is wrong with it, as the end of a sentence, if it cannot be used
 */
export function readClientMetadata(value: unknown): JsonObject | string {
  if (!isObject(value)) return 'is not a JSON object';
  const { redirect_uris: redirects, client_name: name, client_id: id } = value;
  if (!Array.isArray(redirects) || redirects.length === 0) return 'has no redirect_uris';
  if (redirects.length > most.redirects) return `has more than ${most.redirects} redirect_uris`;
  if (!redirects.every(isRedirect)) {
    return 'has redirect_uris that are neither https, nor http on a loopback address, nor an address of a program';
  }
  if (redirects.join('').length > most.characters)
    return `has redirect_uris of more than ${most.characters} characters together`;
  const shown = typeof name === 'string' ? shortened(visibleName(name)) : '';
  return {
    ...(id === undefined ? {} : { client_id: id }),
    ...(shown === '' ? {} : { client_name: shown }),
    redirect_uris: redirects,
    application_type: redirects.some(isNative) ? 'native' : 'web',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}

/** Who is asking, and where the code goes, for the page. */
export interface AskingClient {
  readonly name: string;
  /** The host at which the client is described; undefined for one that has registered itself under any name. */
  readonly host: string | undefined;
  /** Where the code goes: a host, with its port on this machine, or a scheme such as `cursor:`. */
  readonly destination: string;
  /** `site` elsewhere, `machine` for a program that listens on the person's machine, `program` for one that opens a scheme. */
  readonly destinationKind: 'site' | 'machine' | 'program';
}

/** @param id the client's id, which is an address for one that is described there */
export function askingClient(
  id: string,
  name: string | undefined,
  isDescribed: boolean,
  redirect: string,
): AskingClient {
  const { protocol, host, hostname } = new URL(redirect);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const source = isDescribed ? new URL(id).host : undefined;
  return {
    name: name ?? source ?? 'A client without a name',
    host: source,
    destination: isWeb ? host : protocol,
    destinationKind: isWeb ? (isLoopback(hostname) ? 'machine' : 'site') : 'program',
  };
}
