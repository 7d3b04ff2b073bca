import { parseJson } from '../../tool/json.ts';
import { HttpError, methodNotAllowed } from '../http-error.ts';
import { scope } from '../protected-resource.ts';
import { addressKey, type RequestInfo } from '../request-context.ts';
import { paths, signInCookies } from './authorization-server.ts';
import { readClientMetadata } from './client-metadata.ts';
import type { ServerRequest } from './exchange.ts';

/** A part of the authorization server; `form` is the page. */
export type SignInEndpoint = 'authorize' | 'form' | 'token' | 'register' | 'revoke';

/** Parameters of an authorization request; others, as of OpenID Connect, count as not there, as RFC 6749 asks for. */
const authorizationParameters = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'prompt'],
  ...['code_challenge', 'code_challenge_method', 'resource'],
];

/** The scope that is granted: ours if it is asked for, or none is; else what was asked for, which is then refused. */
function grantedScope(requested: string): string {
  const scopes = requested.split(' ').filter((each) => each !== '');
  return scopes.length === 0 || scopes.includes(scope) ? scope : scopes.join(' ');
}

/** A resource as it is compared: the case of its scheme and host says nothing, and its query only selects tools. */
function canonicalResource(resource: string): string {
  if (!URL.canParse(resource)) return resource;
  const url = new URL(resource);
  url.search = '';
  return url.href;
}

const canonicalForms = new Map([
  ['scope', grantedScope],
  ['resource', canonicalResource],
]);

/** Parameters as they are compared. One that comes twice still does: the library refuses it. */
const canonical = (parameters: URLSearchParams) =>
  new URLSearchParams(
    [...parameters].map(([name, value]): [string, string] => [
      name,
      canonicalForms.get(name)?.(value) ?? value,
    ]),
  );

function authorizationQuery(query: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams([...query].filter(([name]) => authorizationParameters.includes(name)));
  if (!known.has('scope')) known.set('scope', scope);
  return canonical(known);
}

/**
 * The form for a token. The library looks at the resource only after it has used up the refresh token: a wrong one would cost the sign-in.
 *
 * @throws HttpError 400
 */
function tokenForm(body: string, audience: string): URLSearchParams {
  const form = canonical(new URLSearchParams(body));
  if (form.getAll('resource').every((each) => each === '' || each === audience)) return form;
  throw new HttpError(400, 'invalid_target', `The only resource here is ${audience}.`);
}

function registration(body: string): string {
  const metadata = readClientMetadata(parseJson(body));
  if (typeof metadata !== 'string') return JSON.stringify(metadata);
  const code = metadata.includes('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  throw new HttpError(400, code, `The description of the client ${metadata}.`);
}

/**
 * The request as the library gets it.
 *
 * @throws HttpError 400 for a client whose description cannot be used, and for a token for another resource than `audience`
 */
export function serverRequest(
  { method, path, query, peer, header }: RequestInfo,
  body: string | undefined,
  audience: string,
): ServerRequest {
  const isAuthorize = path === paths.authorize;
  const isRegister = path === paths.register;
  const type = isRegister ? 'application/json' : 'application/x-www-form-urlencoded';
  const sent = isRegister ? registration(body ?? '') : tokenForm(body ?? '', audience).toString();
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

const methodsOf: Readonly<Record<SignInEndpoint, readonly string[]>> = {
  authorize: ['GET'],
  form: ['GET', 'POST'],
  token: ['POST'],
  register: ['POST'],
  revoke: ['POST'],
};

/** Which part of the authorization server a request is for. @throws HttpError 405 for a method that this part does not have */
export function endpointOf({ path, method }: RequestInfo): SignInEndpoint | undefined {
  const [, start = '', below] = /^(\/[^/]+)(\/[\w-]+)?$/.exec(path) ?? [];
  const named = (['token', 'register', 'revoke'] as const).find((name) => path === paths[name]);
  const isForm = start === paths.signIn && below !== undefined;
  // What follows `/authorize/` is a sign-in that goes on.
  const endpoint = start === paths.authorize ? 'authorize' : isForm ? 'form' : named;
  if (endpoint === undefined || methodsOf[endpoint].includes(method)) return endpoint;
  throw methodNotAllowed(method, methodsOf[endpoint]);
}
