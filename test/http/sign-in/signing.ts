import { createHash, randomBytes } from 'node:crypto';
import { globalAgent } from 'node:http';
import { createServer } from 'node:net';
import {
  auth,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
} from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import type { Credentials } from '../../../src/copper/ask.ts';
import type { DocumentNetwork } from '../../../src/http/sign-in/client-document.ts';
import type { SignInFile } from '../../../src/http/sign-in/file-store.ts';
import type { SignInPlace } from '../../../src/http/sign-in/sign-in-place.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { realClock } from '../../../src/tool/clock.ts';
import type { FetchCopper } from '../../../src/tool/fetch-copper.ts';
import { worldOfThisHour } from '../../worlds.ts';
import { type Answer, ask, type Front, type FrontOptions, startFront } from '../front.ts';

/** Secrets as `copper-mcp token secret` makes them. */
export const secret = randomBytes(32).toString('base64url');

/** Where the clients of most tests get their codes. */
export const redirect = 'https://client.example/callback';

/** Documents of clients, by their address. */
export type Documents = Readonly<Record<string, object>>;

/** A network in which clients describe themselves; every host has a public address. */
export function documentsOf(documents: Documents): DocumentNetwork & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: async () => [{ address: '93.184.216.34', family: 4 }],
    async get(url) {
      asked.push(url.href);
      const document = documents[url.href];
      const bytes = Buffer.from(JSON.stringify(document ?? {}));
      return {
        status: document === undefined ? 404 : 200,
        cacheControl: '',
        contentType: 'application/json',
        body: (async function* () {
          yield bytes;
        })(),
      };
    },
  };
}

/** A file in memory. */
export function memoryFile(): SignInFile & { text: string | undefined; version: number; fails: boolean } {
  return {
    text: undefined,
    version: 0,
    fails: false,
    stamp() {
      return this.text === undefined ? undefined : String(this.version);
    },
    read() {
      return this.text;
    },
    async replace(edit) {
      const text = edit(this.text);
      if (this.fails) throw new Error('sign-ins could not be written (ENOSPC)');
      this.text = text;
      this.version++;
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A person of the sandbox, with a key of their own. */
export const people = { dana: { email: 'dana.li@example.com', key: 'key-of-dana' } };

/** What a test may set. */
export interface SigningOptions {
  readonly allowed?: { readonly domains: readonly string[]; readonly emails: readonly string[] };
  readonly documents?: Documents;
  readonly network?: DocumentNetwork;
  readonly file?: SignInFile;
  /** Where sign-ins are kept instead of a file. */
  readonly place?: SignInPlace;
  readonly secrets?: readonly string[];
  readonly port?: number;
  /** Its address as clients know it; default: where it listens. */
  readonly issuer?: string;
  readonly trustProxy?: boolean;
  readonly over?: FrontOptions['over'];
}

/** A server that people sign in to. */
export interface Signing {
  readonly front: Front;
  /** Without a path, and with that of the endpoint. */
  readonly issuer: string;
  readonly endpoint: string;
  readonly port: number;
  /** Keys that Copper has revoked. */
  readonly revoked: Set<string>;
  /** Each request to Copper: the key that it came with. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** Starts one, on the sandbox. */
export async function startSigning(options: SigningOptions = {}): Promise<Signing> {
  const port = options.port ?? (await freePort());
  const issuer = options.issuer ?? `http://127.0.0.1:${port}`;
  const endpoint = `${issuer}/mcp`;
  const revoked = new Set<string>();
  const seen: string[] = [];
  const sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep, generate: worldOfThisHour });
  const sendFor = (credentials: Credentials | undefined): FetchCopper => {
    const key = credentials?.kind === 'key' ? credentials.key : '';
    return async (request) => {
      seen.push(key);
      if (revoked.has(key) || key.startsWith('wrong')) {
        const body = { success: false, status: 401, message: 'Invalid API key' };
        return Response.json(body, { status: 401 });
      }
      return sandbox.send(request);
    };
  };
  const signIn = {
    place: options.place ?? { kind: 'file' as const, file: options.file ?? memoryFile() },
    secrets: options.secrets ?? [secret],
    network: options.network ?? documentsOf(options.documents ?? {}),
  };
  const front = await startFront({
    settings: {
      port,
      trustProxy: options.trustProxy ?? false,
      auth: { kind: 'sign-in', audience: endpoint, allowed: options.allowed ?? { domains: [], emails: [] } },
    },
    listen: { port },
    sendFor,
    over: { signIn, ...options.over },
  });
  return {
    front,
    issuer,
    endpoint,
    port,
    revoked,
    seen,
    async close() {
      await front.close();
      // Connections to a server that ended must not be taken for those of its successor.
      globalAgent.destroy();
    },
  };
}

/** A browser without scripts: it keeps cookies by their path, follows redirects of this server, and fills in forms. */
export function createBrowser(peer?: string) {
  const jar = new Map<string, { value: string; path: string }>();

  async function load(
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<Answer & { url: string }> {
    const { pathname, origin } = new URL(url);
    const cookies = [...jar].filter(([, { path }]) => pathname.startsWith(path));
    const cookie = cookies.map(([name, { value }]) => `${name.split(' ')[0]}=${value}`).join('; ');
    const posting =
      form === undefined
        ? {}
        : {
            method: 'POST',
            body: new URLSearchParams(form).toString(),
          };
    const answer = await ask(url, {
      ...posting,
      headers: {
        Accept: 'text/html',
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...(peer === undefined ? {} : { 'X-Forwarded-For': peer }),
        ...(form === undefined
          ? {}
          : {
              'Content-Type': 'application/x-www-form-urlencoded',
              // As browsers send it from a page without a referrer.
              Origin: 'null',
              'Sec-Fetch-Site': 'same-origin',
            }),
      },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const path = attributes.find((each) => each.startsWith('path='))?.slice(5) ?? '/';
      const name = `${pair.slice(0, at)} ${path}`;
      if (pair.length === at + 1) jar.delete(name);
      else jar.set(name, { value: pair.slice(at + 1), path });
    }
    const { location } = answer.headers;
    const target = location === undefined ? undefined : new URL(location, url);
    if (target?.origin === origin) return load(target.href);
    return { ...answer, url };
  }

  /** The value of a hidden field, and where a link leads. */
  const csrfIn = ({ text }: Answer) => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const linkIn = ({ text }: Answer) =>
    (/<a class="button" href="([^"]+)"/.exec(text)?.[1] ?? '').replace(/&#(\d+);/g, (_, code: string) =>
      String.fromCharCode(Number(code)),
    );

  return {
    jar,
    load,
    csrfIn,
    linkIn,
    /** Fills in the form on a page. */
    submit: (page: Answer & { url: string }, fields: Readonly<Record<string, string>>) =>
      load(page.url, { csrf: csrfIn(page), action: 'sign-in', ...fields }),
    /** From the address that a client opens to the one that it is sent back to. */
    async signIn(url: string, { email, key } = people.dana): Promise<URL> {
      const form = await load(url);
      const done = await this.submit(form, { email, key });
      const back = await load(linkIn(done));
      if (back.headers.location === undefined) throw new Error(`not sent back: ${back.text}`);
      return new URL(back.headers.location);
    },
  };
}

/** What a client of the SDK keeps. */
export interface TestClient extends OAuthClientProvider {
  opened: URL | undefined;
  kept: OAuthTokens | undefined;
  information: OAuthClientInformationMixed | undefined;
}

/** A client of the SDK; with `metadataUrl` it is described there, else it registers itself. */
export function testClient(redirect: string, metadataUrl?: string): TestClient {
  let verifier = '';
  let discovered: OAuthDiscoveryState | undefined;
  const clientMetadata: OAuthClientMetadata = {
    client_name: 'Test client',
    redirect_uris: [redirect],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  const client: TestClient = {
    opened: undefined,
    kept: undefined,
    information: undefined,
    redirectUrl: redirect,
    clientMetadata,
    ...(metadataUrl === undefined ? {} : { clientMetadataUrl: metadataUrl }),
    state: () => 'the-state',
    clientInformation: () => client.information,
    saveClientInformation(information) {
      client.information = information;
    },
    tokens: () => client.kept,
    saveTokens(tokens) {
      client.kept = tokens;
    },
    redirectToAuthorization(url) {
      client.opened = url;
    },
    saveCodeVerifier(given) {
      verifier = given;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(state) {
      discovered = state;
    },
    discoveryState: () => discovered,
    invalidateCredentials(what) {
      if (what === 'all' || what === 'tokens') client.kept = undefined;
      if (what === 'all' || what === 'client') client.information = undefined;
    },
  };
  return client;
}

/** Signs a client in by the flow of the SDK. */
export async function signInClient(
  { endpoint }: Signing,
  client: TestClient,
  who = people.dana,
  browser = createBrowser(),
): Promise<URL> {
  await auth(client, { serverUrl: endpoint });
  const back = await browser.signIn(client.opened?.href ?? '', who);
  await auth(client, { serverUrl: endpoint, authorizationCode: back.searchParams.get('code') ?? '' });
  return back;
}

/** A request for authorization, written by hand. */
export function authorizationUrl(
  { issuer, endpoint }: Pick<Signing, 'issuer' | 'endpoint'>,
  clientId: string,
  redirect: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): { readonly url: string; readonly verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = {
    client_id: clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'copper:read',
    state: 'abc',
    resource: endpoint,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries<string | undefined>(parameters))
    if (value !== undefined) query.set(name, value);
  return { url: `${issuer}/authorize?${query}`, verifier };
}

/** A form sent to an endpoint of the server. */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const { status, text } = await ask(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return { status, body: text === '' ? {} : JSON.parse(text) };
}

/** Registers a client, as older ones do. */
export async function register(
  { issuer }: Pick<Signing, 'issuer'>,
  metadata: object,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const { status, text } = await ask(`${issuer}/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(metadata),
  });
  return { status, body: JSON.parse(text) };
}

/** The id of a client that has registered itself, for codes to `redirect` unless told otherwise. */
export async function newClientId(server: Pick<Signing, 'issuer'>, metadata: object = {}): Promise<string> {
  const { body } = await register(server, { redirect_uris: [redirect], ...metadata });
  return String(body.client_id);
}

/** What a client exchanges the code for that it was sent. */
export const codeForm = (back: URL, verifier: string, clientId: string, to = redirect) => ({
  grant_type: 'authorization_code',
  code: back.searchParams.get('code') ?? '',
  code_verifier: verifier,
  client_id: clientId,
  redirect_uri: to,
});
