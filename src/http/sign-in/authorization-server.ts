import { generateKeyPairSync } from 'node:crypto';
import { errors, Provider } from 'oidc-provider';
import type { EventLog } from '../../log.ts';
import { errorForLog } from '../../tool/tool-error.ts';
import { scope } from '../protected-resource.ts';
import { refreshSeconds, refreshTokenOf } from './adapter.ts';
import { exchange, type ServerRequest } from './exchange.ts';

/** Paths below the issuer. */
export const paths = {
  authorize: '/authorize',
  token: '/token',
  register: '/register',
  revoke: '/revoke',
  signIn: '/sign-in',
} as const;

/** Seconds that tokens and what is under way are valid. */
const seconds = { accessToken: 3_600, code: 60, interaction: 600, grant: 10 * 365 * 86_400 };

/** What the authorization server is made of. */
export interface AuthorizationServerOptions {
  /** The address of this server without a path, and of its endpoint. */
  readonly issuer: string;
  readonly audience: string;
  /** Where each of the library's models is kept. */
  readonly adapters: (model: string) => object;
  /** What cookies are signed with, the one in use first. */
  readonly cookieKeys: readonly Buffer[];
  /** True for a person whose key is still there. */
  readonly isKnown: (account: string) => boolean;
  readonly log: EventLog;
  /** Fetches the document that describes a client. */
  readonly fetchDocument: (address: string | URL) => Promise<Response>;
  /** True if a request of this address may have one more document fetched. */
  readonly mayFetch: (source: string) => boolean;
  /** What a person sees of an error that the client cannot be told, as HTML. */
  readonly pages: {
    /** Of a sign-in that was completed, or is too old. */
    readonly ended: () => string;
    readonly refusal: (error: string, description: string) => string;
  };
}

/** The part of the library's context that is looked at. */
interface RequestContext {
  /** Who is counted at the address that the request came from. */
  readonly ip: string;
  readonly oidc: { readonly params: { readonly scope?: string } };
}

/** Cookies that the library may set and read: those of one sign-in. A session of its own would skip the key on the next one. */
const cookieNames = {
  interaction: 'copper_sign_in',
  resume: 'copper_sign_in_resume',
  session: 'copper_session',
};

/** Who is counted at the address of the request that the library answers; empty outside of one. */
export const sourceOfRequest = (): string => Provider.ctx?.ip ?? '';

/** Only the cookies of a sign-in, of a `Cookie` header. */
export function signInCookies(header: string): string {
  const known = [cookieNames.interaction, cookieNames.resume].flatMap((name) => [name, `${name}.sig`]);
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => known.includes(pair.slice(0, pair.indexOf('=')))).join('; ');
}

/** The settings of oidc-provider: an OAuth server for one resource; what belongs to OpenID Connect is off. */
function configuration(options: AuthorizationServerOptions): object {
  const { audience, adapters, isKnown, mayFetch, pages } = options;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true };
  return {
    adapter: adapters,
    // Nothing is signed with it: the scope that asks for an ID token never gets to the library.
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: options.cookieKeys, names: cookieNames, long: cookie, short: cookie },
    routes: {
      authorization: paths.authorize,
      token: paths.token,
      registration: paths.register,
      revocation: paths.revoke,
    },
    scopes: [],
    claims: {},
    responseTypes: ['code'],
    grantTypes: ['authorization_code', 'refresh_token'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    revokeGrantPolicy: () => true,
    ttl: {
      AccessToken: seconds.accessToken,
      AuthorizationCode: seconds.code,
      RefreshToken: refreshSeconds,
      Interaction: seconds.interaction,
      Session: seconds.code,
      // The store forgets a grant with its last token.
      Grant: seconds.grant,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      claimsParameter: { enabled: false },
      registration: { enabled: true, initialAccessToken: false, issueRegistrationAccessToken: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_: unknown, client: { clientId: string }, token: { clientId: string }) =>
          client.clientId === token.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: ({ oidc: { params } }: RequestContext, resource: string) => {
          if (resource !== audience) throw new errors.InvalidTarget(`the only resource here is ${audience}`);
          if (params.scope !== undefined && !params.scope.split(' ').includes(scope))
            throw new errors.InvalidScope(`the only scope here is ${scope}`, params.scope);
          return { scope, audience, accessTokenFormat: 'opaque', accessTokenTTL: seconds.accessToken };
        },
      },
      clientIdMetadataDocument: {
        enabled: true,
        ack: 'draft-02',
        // Without a request it is for the page of a sign-in, whose client has been there.
        allowFetch: async (context: RequestContext | undefined) => {
          if (context !== undefined && !mayFetch(context.ip))
            throw new errors.TemporarilyUnavailable(
              'too many clients of this address; try again in ten minutes',
            );
          return true;
        },
        allowClient: async () => true,
        cacheDuration: { min: 300, max: 86_400 },
      },
    },
    fetch: options.fetchDocument,
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${paths.signIn}/${uid}` },
    findAccount: (_: unknown, id: string) =>
      isKnown(id) ? { accountId: id, claims: async () => ({ sub: id }) } : undefined,
    renderError(
      context: { type: string; body: unknown },
      out: { error: string; error_description?: string },
      error: unknown,
    ) {
      context.type = 'html';
      context.body = isOver(error) ? pages.ended() : pages.refusal(out.error, out.error_description ?? '');
    },
  };
}

/** True for the error of a sign-in that was completed, is too old, or belongs to another browser. */
const isOver = (error: unknown) => error instanceof errors.SessionNotFound;

/** Only the headers of an answer that count here: the rest of the server sets others itself, and a session of the library is not wanted. */
function ownHeaders(given: Headers): Headers {
  const own = new Headers();
  for (const [name, value] of given) {
    const isSession = name === 'set-cookie' && value.startsWith(cookieNames.session);
    if (!isSession && !/^(?:content-length|vary|pragma|access-control-.*)$/.test(name))
      own.append(name, value);
  }
  return own;
}

/** The authorization server: oidc-provider, which is loaded with this module and nowhere else. */
export function createAuthorizationServer(options: AuthorizationServerOptions) {
  const { issuer, log } = options;
  const provider = new Provider(issuer, configuration(options));
  provider.proxy = true;
  provider.silent = true;
  const logError = (error: unknown) => log.error(errorForLog(error), 'internal');
  provider.on('server_error', (_, error) => logError(error));
  provider.on('error', logError);
  for (const event of ['authorization.error', 'grant.error', 'registration_create.error'] as const) {
    provider.on(event, (_, { message, error_detail: detail, cause }) => {
      const why = cause instanceof Error ? { cause: cause.message } : {};
      log.warn(
        { event, reason: message, ...(detail === undefined ? {} : { detail }), ...why },
        'sign-in refused',
      );
    });
  }
  const { prototype } = provider.RefreshToken;
  const randomPart = prototype.generateTokenId;
  prototype.generateTokenId = function () {
    return refreshTokenOf(this.grantId, randomPart.call(this));
  };
  const run = provider.callback();
  const { host, protocol } = new URL(issuer);
  /** As it would come through the proxy in front. */
  const exchangeOf = ({ headers, ...request }: ServerRequest) =>
    exchange({ ...request, headers: { ...headers, host, 'x-forwarded-proto': protocol.slice(0, -1) } });

  return {
    provider,
    async answer(request: ServerRequest): Promise<Response> {
      const { incoming, outgoing, answer } = exchangeOf(request);
      await run(incoming, outgoing);
      const { body, status, headers } = await answer;
      return new Response(body, { status, headers: ownHeaders(headers) });
    },
    /** What a person is to decide, by the cookie and the path of the request. @throws SessionNotFound */
    interaction(request: ServerRequest) {
      const { incoming, outgoing } = exchangeOf(request);
      return provider.interactionDetails(incoming, outgoing);
    },
    /** Stores what the person has decided. */
    async decide(request: ServerRequest, result: object): Promise<void> {
      const { incoming, outgoing } = exchangeOf(request);
      await provider.interactionResult(incoming, outgoing, result, { mergeWithLastSubmission: false });
    },
    isOver,
  };
}

/** The authorization server. */
export type AuthorizationServer = ReturnType<typeof createAuthorizationServer>;
