import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EventLog } from '../../log.ts';
import type { CancelSignal } from '../../tool/clock.ts';
import { scope } from '../protected-resource.ts';
import { addressKey, type HttpRequestContext } from '../request-context.ts';
import { type AuthorizationServer, paths } from './authorization-server.ts';
import { askingClient } from './client-metadata.ts';
import type { ServerRequest } from './exchange.ts';
import type { createKeySignIn } from './key-sign-in.ts';
import { deniedPage, endedPage, keyPage, pageResponse, signedInPage } from './sign-in-page.ts';

/** What the pages need. */
interface SignInRouteOptions {
  readonly server: AuthorizationServer;
  readonly audience: string;
  /** What forms are proven with, the one in use first. */
  readonly csrfKeys: readonly Buffer[];
  readonly keySignIn: ReturnType<typeof createKeySignIn>;
  /** The name of an account; undefined if it is gone. */
  readonly nameOf: (accountId: string) => string | undefined;
  /** Ends the grant of an earlier decision. */
  readonly withdraw: (grantId: string) => void;
  readonly log: EventLog;
}

const ended = () => pageResponse(endedPage(), 400);

/** The pages at `/sign-in/…`: what a person sees while the authorization server waits. */
export function createSignInRoute(options: SignInRouteOptions) {
  const { server, audience, keySignIn, nameOf, withdraw, log } = options;
  const digest = (text: string, key: Buffer) => createHmac('sha256', key).update(text).digest();
  /** One for each key, that in use first. */
  const csrfsOf = (uid: string) => options.csrfKeys.map((key) => digest(uid, key).toString('base64url'));
  const isRight = (given: string, uid: string) =>
    options.csrfKeys.some((key, at) =>
      timingSafeEqual(digest(given, key), digest(csrfsOf(uid)[at] ?? '', key)),
    );

  /** What a form decides. */
  async function decide(
    form: URLSearchParams,
    clientId: string,
    { info: { peer } }: HttpRequestContext,
    signal: CancelSignal,
  ): Promise<{ readonly result: object } | { readonly problem: string; readonly status: number }> {
    if (form.get('action') === 'deny')
      return { result: { error: 'access_denied', error_description: 'The person denied access.' } };
    const [email = '', key = ''] = ['email', 'key'].map((name) => form.get(name)?.trim());
    const signedIn = await keySignIn({ email, key, peer, source: addressKey(peer) }, signal);
    if (signedIn.problem !== undefined) return signedIn;
    const { accountId } = signedIn;
    const grant = new server.provider.Grant({ accountId, clientId });
    grant.addResourceScope(audience, scope);
    const consent = { grantId: await grant.save() };
    log.info({ caller: accountId, client: clientId.slice(0, 200) }, 'signed in');
    return { result: { login: { accountId, remember: false }, consent } };
  }

  async function clientOf(params: Readonly<Record<string, unknown>>) {
    const { client_id: id, redirect_uri: redirect } = params;
    const client = typeof id === 'string' ? await server.provider.Client.find(id) : undefined;
    if (client === undefined || typeof redirect !== 'string') return undefined;
    const { clientId, clientName, clientIdMetadataDocument } = client;
    return {
      clientId,
      shown: askingClient(clientId, clientName, clientIdMetadataDocument === true, redirect),
    };
  }

  /** The interaction that the cookie and the path of a request agree on. */
  async function find(request: ServerRequest, uid: string) {
    try {
      const interaction = await server.interaction(request);
      return interaction.uid === uid ? interaction : undefined;
    } catch (error) {
      if (server.isOver(error)) return undefined;
      throw error;
    }
  }

  return async (context: HttpRequestContext, request: ServerRequest): Promise<Response> => {
    const { path, method } = context.info;
    const uid = path.slice(paths.signIn.length + 1);
    const interaction = await find(request, uid);
    const client = interaction === undefined ? undefined : await clientOf(interaction.params);
    if (interaction === undefined || client === undefined) return ended();
    const [csrf = ''] = csrfsOf(uid);
    const { result, returnTo } = interaction;
    if (method !== 'POST') {
      if (result?.error !== undefined) return pageResponse(deniedPage(client.shown, returnTo));
      const name = result?.login && nameOf(result.login.accountId);
      return pageResponse(
        name === undefined
          ? keyPage(client.shown, { csrf, email: '', problem: '' })
          : signedInPage(client.shown, name, csrf, returnTo),
      );
    }
    const form = new URLSearchParams(request.body);
    if (!isRight(form.get('csrf') ?? '', uid)) return ended();
    const decided = await decide(form, client.clientId, context, context.signal);
    if ('problem' in decided) {
      const email = form.get('email') ?? '';
      return pageResponse(keyPage(client.shown, { csrf, email, problem: decided.problem }), decided.status);
    }
    await server.decide(request, decided.result);
    if (result?.consent !== undefined) withdraw(result.consent.grantId);
    // So that nothing is sent again when the page is loaded again.
    return new Response(null, { status: 303, headers: { location: path } });
  };
}
