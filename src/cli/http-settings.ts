import type { HttpAuth, HttpSettings } from '../http/settings.ts';
import { isLoopback } from '../tool/setting-text.ts';
import { commands } from './commands.ts';
import { readArguments } from './read-arguments.ts';
import { type Shell, UsageError } from './shell.ts';

type HttpOption = Exclude<keyof typeof commands.http.options, 'sandbox' | 'tools'>;

const maxPort = 65_535;

/** `--allow-host` as a variable: `COPPER_HTTP_ALLOW_HOST`. */
const variableOf = (option: HttpOption) => `COPPER_HTTP_${option.toUpperCase().replaceAll('-', '_')}`;

function readInteger(option: HttpOption, value: string, max: number): number {
  if (/^\d+$/.test(value) && Number(value) <= max) return Number(value);
  throw new UsageError(`--${option} takes a whole number up to ${max}, not "${value}".`);
}

function readUrl(
  kind: 'oauth' | 'sign-in',
  option: 'issuer' | 'audience',
  value: string | undefined,
): string {
  const url = value !== undefined && URL.canParse(value) ? new URL(value) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (value !== undefined && safe) return value;
  const what =
    option === 'issuer'
      ? 'the address of the authorization server'
      : 'the address of this server as clients know it, e.g. https://crm.example.com/mcp';
  throw new UsageError(`--auth ${kind} needs --${option}: ${what}, over https.`);
}

/** The address of the endpoint, below whose host are the pages and the metadata of signing in. */
function readEndpoint(value: string | undefined): string {
  const url = new URL(readUrl('sign-in', 'audience', value));
  if (url.pathname === '/mcp' && url.search === '' && url.hash === '' && url.username === '') return url.href;
  throw new UsageError(
    `--auth sign-in needs an --audience with the path /mcp and nothing after it, e.g. ${url.origin}/mcp, not "${value}".`,
  );
}

function readDomain(value: string): string {
  const domain = value.toLowerCase().replace(/^@/, '');
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain)) return domain;
  throw new UsageError(`--allow-email-domain takes a domain such as example.com, not "${value}".`);
}

function readEmail(value: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return value.toLowerCase();
  throw new UsageError(`--allow-email takes an e-mail address such as jane@example.com, not "${value}".`);
}

function readOrigin(value: string): string {
  if (URL.canParse(value) && new URL(value).origin === value) return value;
  throw new UsageError(`--allow-origin takes an origin such as https://app.example.com, not "${value}".`);
}

/** What `copper-mcp http` was started with. */
interface HttpArguments {
  readonly settings: HttpSettings;
  readonly sandbox: boolean;
  readonly tools: string | undefined;
  /** Path of the file of sign-ins, if one was named. */
  readonly signIns: string | undefined;
  /** Path of the audit log, if there is one. */
  readonly audit: string | undefined;
}

/** The settings of `copper-mcp http`: its options, or else the `COPPER_HTTP_*` variables. */
export function readHttpSettings({ env }: Pick<Shell, 'env'>, args: readonly string[]): HttpArguments {
  const { values } = readArguments(commands.http, args);
  const fromEnv = (option: HttpOption) => env[variableOf(option)]?.trim() || undefined;
  const isTrue = (value = '') => /^(1|true|yes|on)$/i.test(value);
  const one = (option: HttpOption) => {
    const value = values[option];
    return typeof value === 'string' ? value : fromEnv(option);
  };
  const many = (option: 'allow-host' | 'allow-origin' | 'allow-email' | 'allow-email-domain') =>
    values[option] ?? fromEnv(option)?.split(/[\s,]+/) ?? [];
  const flag = (option: 'caller-keys' | 'trust-proxy' | 'trust-email-claim') =>
    values[option] ?? isTrue(fromEnv(option));

  function readAuth(): HttpAuth {
    const kind = one('auth') ?? 'none';
    const callers = one('callers');
    if (kind === 'none') return { kind };
    if (kind === 'token' && callers !== undefined) return { kind, callers };
    if (kind === 'token') {
      throw new UsageError(
        '--auth token needs --callers FILE; `copper-mcp token new NAME --callers FILE` creates one.',
      );
    }
    if (kind === 'sign-in') {
      const allowed = {
        domains: many('allow-email-domain').map(readDomain),
        emails: many('allow-email').map(readEmail),
      };
      return { kind, audience: readEndpoint(one('audience')), allowed };
    }
    if (kind !== 'oauth') throw new UsageError(`--auth can be none, token, oauth or sign-in, not "${kind}".`);
    return {
      kind,
      issuer: readUrl(kind, 'issuer', one('issuer')),
      audience: readUrl(kind, 'audience', one('audience')),
      callers,
      trustEmailClaim: flag('trust-email-claim'),
    };
  }

  const metricsPort = one('metrics-port');
  const settings: HttpSettings = {
    host: one('host') ?? '127.0.0.1',
    port: readInteger('port', one('port') ?? '3000', maxPort),
    auth: readAuth(),
    callerKeys: flag('caller-keys'),
    allowHosts: many('allow-host'),
    allowOrigins: many('allow-origin').map(readOrigin),
    trustProxy: flag('trust-proxy'),
    metricsPort: metricsPort === undefined ? undefined : readInteger('metrics-port', metricsPort, maxPort),
    metricsToken: one('metrics-token'),
    maxCalls: readInteger('max-calls', one('max-calls') ?? '1000', 100_000),
    maxCallsPerCaller: readInteger('max-calls-per-caller', one('max-calls-per-caller') ?? '250', 100_000),
    logArguments: isTrue(env.LOG_ARGS?.trim()),
  };
  if (settings.auth.kind === 'none' && !isLoopback(settings.host)) {
    throw new UsageError(
      `--auth none serves this machine only, so --host can be 127.0.0.1, ::1 or localhost, not "${settings.host}". To serve others, use --auth token, --auth oauth or --auth sign-in.`,
    );
  }
  if (settings.auth.kind === 'sign-in' && settings.callerKeys)
    throw new UsageError(
      'With --auth sign-in each person uses the key that they sign in with: leave --caller-keys out.',
    );
  return {
    settings,
    sandbox: values.sandbox ?? false,
    tools: values.tools,
    signIns: one('sign-ins'),
    audit: one('audit'),
  };
}
