import { parseJson } from '../../tool/json.ts';
import { HttpError } from '../http-error.ts';
import { scope } from '../protected-resource.ts';
import { addressKey, type RequestInfo } from '../request-context.ts';
import { paths, type ServerRequest, signInCookies } from './authorization-server.ts';
import { readClientMetadata } from './client-metadata.ts';

/** A part of the authorization server; `form` is the page. */
export type SignInEndpoint = 'authorize' | 'form' | 'token' | 'register' | 'revoke';

/** Parameters of an authorization request; others, as of OpenID Connect, count as not there, as RFC 6749 asks for. */
const authorizationParameters = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'prompt'],
  ...['code_challenge', 'code_challenge_method', 'resource'],
];

/** The scope that is granted: ours where it is asked for among others, or none is; else what was asked for, which is then refused. */
function grantedScope(asked: string | null): string {
  const scopes = (asked ?? '').split(' ').filter((each) => each !== '');
  return scopes.length === 0 || scopes.includes(scope) ? scope : scopes.join(' ');
}

/** A resource as it is compared: the case of its scheme and host says nothing. */
const canonical = (name: string, value: string) =>
  name === 'resource' && URL.canParse(value) ? new URL(value).href : value;

function authorizationQuery(query: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams();
  for (const [name, value] of query)
    if (authorizationParameters.includes(name)) known.append(name, canonical(name, value));
  known.set('scope', grantedScope(known.get('scope')));
  return known;
}

/** A refresh may ask for the same again; what was never granted to anybody counts as not asked for. */
function tokenForm(body: string): string {
  const form = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(body)) form.append(name, canonical(name, value));
  if (form.has('scope')) form.set('scope', grantedScope(form.get('scope')));
  return form.toString();
}

function registration(body: string): string {
  const metadata = readClientMetadata(parseJson(body));
  if (typeof metadata !== 'string') return JSON.stringify(metadata);
  const code = metadata.includes('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  throw new HttpError(400, code, `The description of the client ${metadata}.`);
}

/** The request as the library gets it. @throws HttpError 400 for a client whose description cannot be used */
export function serverRequest(
  { method, path, query, peer, header }: RequestInfo,
  body: string | undefined,
): ServerRequest {
  const isAuthorize = path === paths.authorize;
  const isRegister = path === paths.register;
  const type = isRegister ? 'application/json' : 'application/x-www-form-urlencoded';
  const sent = isRegister ? registration(body ?? '') : tokenForm(body ?? '');
  return {
    method,
    url: isAuthorize ? `${path}?${authorizationQuery(query)}` : path,
    headers: {
      cookie: signInCookies(header('cookie') ?? ''),
      'x-forwarded-for': addressKey(peer),
      accept: method === 'GET' ? 'text/html' : 'application/json',
      ...(body === undefined
        ? {}
        : { 'content-type': type, 'content-length': String(Buffer.byteLength(sent)) }),
    },
    ...(body === undefined ? {} : { body: sent }),
  };
}

/** Which part of the authorization server a request is for. */
export function endpointOf({ path, method }: RequestInfo): SignInEndpoint | undefined {
  if (method === 'GET' && (path === paths.authorize || path.startsWith(`${paths.authorize}/`)))
    return 'authorize';
  if ((method === 'GET' || method === 'POST') && path.startsWith(`${paths.signIn}/`)) return 'form';
  if (method !== 'POST') return undefined;
  return (['token', 'register', 'revoke'] as const).find((name) => path === paths[name]);
}
