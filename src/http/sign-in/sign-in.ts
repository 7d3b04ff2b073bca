import type { EventLog } from '../../log.ts';
import type { Clock } from '../../tool/clock.ts';
import type { AccountsOptions } from '../accounts.ts';
import { createByteBudget } from '../byte-budget.ts';
import { HttpError } from '../http-error.ts';
import type { Identify } from '../identify.ts';
import { type ProtectedResource, protectedResource, scope } from '../protected-resource.ts';
import { readRequestBody } from '../read-body.ts';
import { addressKey, type HttpRequestContext, type RequestInfo } from '../request-context.ts';
import { createAdapters, createGrants } from './adapter.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { createAuthorizationServer, paths, sourceOfRequest } from './authorization-server.ts';
import { type AllowedPeople, createKeyCheck } from './check-key.ts';
import { createDocumentFetch, type DocumentNetwork } from './client-document.ts';
import { identifySignedIn, knownForMs } from './identify-signed-in.ts';
import { createKeySignIn } from './key-sign-in.ts';
import { keysFor } from './seal.ts';
import { endpointOf, type SignInEndpoint, serverRequest } from './server-request.ts';
import { endedPage, pageResponse, refusalPage } from './sign-in-page.ts';
import { createStoreAccess, openSignInStore, type SignInPlace } from './sign-in-place.ts';
import { createSignInRoute } from './sign-in-route.ts';
import { createUndo } from './undo.ts';

/** What comes from outside. */
export interface SignInEnvironment {
  readonly place: SignInPlace;
  /** The one in use first. */
  readonly secrets: readonly string[];
  readonly network: DocumentNetwork;
}

/** What signing in is made of. */
interface SignInOptions extends SignInEnvironment {
  readonly audience: string;
  readonly allowed: AllowedPeople;
  readonly createApp: AccountsOptions['createApp'];
  readonly clock: Clock;
  readonly log: EventLog;
}

/** People who sign in here. */
export interface SignIn {
  readonly identify: Identify;
  readonly resource: ProtectedResource;
  /** Why nobody can sign in or call, as a sentence; undefined if they can. */
  problem(): Promise<string | undefined>;
  close(): Promise<void>;
  /** The answer of the authorization server; undefined for a path that is not its own. @throws HttpError */
  route(context: HttpRequestContext): Promise<Response | undefined>;
}

/** Every place where clients look for the metadata of an authorization server whose issuer has no path. */
const metadataPaths = ['oauth-authorization-server', 'openid-configuration'].flatMap((name) => [
  `/.well-known/${name}`,
  `/.well-known/${name}/mcp`,
  `/mcp/.well-known/${name}`,
]);

/** The RFC 8414 metadata: what this server does, and no more. */
function authorizationMetadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: issuer + paths.authorize,
    token_endpoint: issuer + paths.token,
    registration_endpoint: issuer + paths.register,
    revocation_endpoint: issuer + paths.revoke,
    scopes_supported: [scope],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}

/** Requests of one address in a time. */
const requestLimits = {
  authorize: { max: 300, windowMs: 600_000 },
  register: { max: 60, windowMs: 3_600_000 },
  /** What clients are described in; one that is, is remembered for five minutes. */
  fetchDocument: { max: 30, windowMs: 600_000 },
};

/** Bytes of forms and descriptions: of one, and of all that arrive, of an address and together. */
const maxBody = 57_344;
const bodyBytes = { perCaller: 1_048_576, total: 16_777_216 };

/** The same error, for a person in a browser. */
function withPage(error: HttpError): HttpError {
  const { status, code, message, reason, headers, cause } = error;
  const page = pageResponse(refusalPage(message), status);
  for (const [name, value] of Object.entries(headers)) page.headers.set(name, value);
  return new HttpError(status, code, message, { reason, headers, cause, page });
}

/**
 * Makes this server its own authorization server.
 *
 * @throws SealError for a file of sign-ins that cannot be opened, and what reading it throws
 */
export async function createSignIn(options: SignInOptions): Promise<SignIn> {
  const { audience, allowed, createApp, clock, log, secrets } = options;
  const { origin } = new URL(audience);
  const store = await openSignInStore(options);
  const { current, saved } = createStoreAccess(store);
  const grants = createGrants(store, clock);
  const undo = createUndo();
  const fetchLimit = createAttemptLimit(clock, requestLimits.fetchDocument);
  const server = createAuthorizationServer({
    issuer: origin,
    audience,
    adapters: createAdapters({ store, grants, clock, sourceOf: sourceOfRequest, onUndo: undo.onUndo }),
    cookieKeys: keysFor('cookies', secrets),
    isKnown: (account) => store.find('Account', account) !== undefined,
    log,
    fetchDocument: createDocumentFetch(options.network, clock),
    mayFetch: (source) => !('retryAfter' in fetchLimit.take(source)),
    pages: {
      ended: endedPage,
      refusal: (error, description) =>
        refusalPage(`${description || 'The request is not valid.'} (${error})`),
    },
  });
  const keySignIn = createKeySignIn({ store, allowed, checkKey: createKeyCheck(createApp), clock, log });
  const unreachable = () => 'Sign-ins cannot be reached.';
  const nameOf = (account: string) => {
    const name = store.find('Account', account)?.value.name;
    return typeof name === 'string' ? name : undefined;
  };
  const pages = createSignInRoute({
    server,
    audience,
    csrfKeys: keysFor('forms', secrets),
    keySignIn,
    nameOf,
    withdraw: grants.withdraw,
    log,
  });
  const { metadataUrl, document } = protectedResource(origin, audience);
  const metadata = authorizationMetadata(origin);
  const bodies = createByteBudget(bodyBytes);
  const limits = {
    authorize: createAttemptLimit(clock, requestLimits.authorize),
    register: createAttemptLimit(clock, requestLimits.register),
  };

  function limit(kind: keyof typeof limits, { peer }: RequestInfo): void {
    const taken = limits[kind].take(addressKey(peer));
    if (!('retryAfter' in taken)) return;
    const headers = { 'Retry-After': String(taken.retryAfter) };
    throw new HttpError(429, 'slow_down', 'Too many requests from this address.', { headers });
  }

  async function readBody({ incoming, info, onEnd }: HttpRequestContext): Promise<string> {
    const reservation = bodies.reserve(addressKey(info.peer));
    onEnd(reservation.release);
    const body = await readRequestBody(incoming, reservation, clock);
    if (body.length > maxBody)
      throw new HttpError(413, 'too_large', `The body must not exceed ${maxBody} bytes.`);
    return body;
  }

  async function answer(endpoint: SignInEndpoint, context: HttpRequestContext): Promise<Response> {
    const { info } = context;
    if (endpoint === 'authorize' || endpoint === 'register') limit(endpoint, info);
    const body = info.method === 'POST' ? await readBody(context) : undefined;
    const request = serverRequest(info, body, audience);
    await current(0);
    const answered = await undo.run(async () => {
      const given = await (endpoint === 'form' ? pages(context, request) : server.answer(request));
      await saved();
      return given;
    });
    if (answered.headers.has('location')) {
      answered.headers.delete('content-type');
      return new Response(null, { status: answered.status, headers: answered.headers });
    }
    const isErrorPage = endpoint === 'authorize' && answered.status >= 400;
    return isErrorPage ? pageResponse(await answered.text(), answered.status) : answered;
  }

  const onSignedOut = (caller: string) => {
    log.warn({ caller }, 'signed out: Copper refuses the key');
    saved().catch((error: unknown) => log.error({ problem: String(error) }, 'sign-ins not saved'));
  };
  return {
    identify: identifySignedIn({ store, current, grants, audience, metadataUrl, onSignedOut }),
    resource: {
      metadataUrl,
      document: (path) => (metadataPaths.includes(path) ? metadata : document(path)),
    },
    problem: () => store.current(knownForMs).then(() => undefined, unreachable),
    close: store.close,
    async route(context) {
      const endpoint = endpointOf(context.info);
      if (endpoint === undefined) return undefined;
      try {
        return await answer(endpoint, context);
      } catch (error) {
        const isForPeople = endpoint === 'authorize' || endpoint === 'form';
        throw isForPeople && error instanceof HttpError ? withPage(error) : error;
      }
    },
  };
}
