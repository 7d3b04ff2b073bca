import type { HttpSettings, Proof } from '../http/settings.ts';
import type { commands } from './commands.ts';
import { readArguments } from './read-arguments.ts';
import { type Shell, UsageError } from './shell.ts';

type Option = Exclude<keyof typeof commands.http.options, 'sandbox' | 'tools'>;

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** `--allow-host` as a variable: `COPPER_HTTP_ALLOW_HOST`. */
const variableOf = (option: Option) => `COPPER_HTTP_${option.toUpperCase().replaceAll('-', '_')}`;

function whole(option: Option, given: string, most: number): number {
  if (/^\d+$/.test(given) && Number(given) <= most) return Number(given);
  throw new UsageError(`--${option} takes a whole number up to ${most}; not "${given}".`);
}

function address(option: 'issuer' | 'audience', given: string | undefined): string {
  const url = given !== undefined && URL.canParse(given) ? new URL(given) : undefined;
  const safe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && /^(localhost|127\.|\[::1\])/.test(url.hostname));
  if (given !== undefined && safe) return given;
  const what =
    option === 'issuer'
      ? 'the address of the authorization server'
      : 'the address of this server as clients know it, e.g. https://crm.example.com/mcp';
  throw new UsageError(`--auth oauth needs --${option}: ${what}, over https.`);
}

function origin(given: string): string {
  if (URL.canParse(given) && new URL(given).origin === given) return given;
  throw new UsageError(`--allow-origin takes an origin such as https://app.example.com; not "${given}".`);
}

/** The settings of `copper-mcp http`: its options, and `COPPER_HTTP_*` variables for those that are not given. */
export function readHttpSettings(
  { env }: Pick<Shell, 'env'>,
  args: readonly string[],
): { readonly settings: HttpSettings; readonly sandbox: boolean; readonly tools: string | undefined } {
  const { values } = readArguments('http', args);
  const set = (option: Option) => env[variableOf(option)]?.trim() || undefined;
  const one = (option: Option) => {
    const value = values[option];
    return typeof value === 'string' ? value : set(option);
  };
  const many = (option: 'allow-host' | 'allow-origin') =>
    values[option] ?? set(option)?.split(/[\s,]+/) ?? [];
  const flag = (option: 'caller-keys' | 'trust-proxy') =>
    values[option] ?? /^(1|true|yes|on)$/i.test(set(option) ?? '');

  function proof(): Proof {
    const kind = one('auth') ?? 'none';
    const callers = one('callers');
    if (kind === 'none') return { kind };
    if (kind === 'token' && callers !== undefined) return { kind, callers };
    if (kind === 'token') {
      throw new UsageError(
        '--auth token needs --callers FILE; `copper-mcp token new NAME --callers FILE` makes one.',
      );
    }
    if (kind !== 'oauth') throw new UsageError(`--auth can be none, token or oauth; not "${kind}".`);
    return {
      kind,
      issuer: address('issuer', one('issuer')),
      audience: address('audience', one('audience')),
      callers,
    };
  }

  const settings: HttpSettings = {
    host: one('host') ?? '127.0.0.1',
    port: whole('port', one('port') ?? '3000', 65_535),
    proof: proof(),
    callerKeys: flag('caller-keys'),
    allowHosts: many('allow-host'),
    allowOrigins: many('allow-origin').map(origin),
    trustProxy: flag('trust-proxy'),
    metricsPort:
      one('metrics-port') === undefined
        ? undefined
        : whole('metrics-port', one('metrics-port') ?? '', 65_535),
    maxCalls: whole('max-calls', one('max-calls') ?? '1000', 100_000),
    maxCallsPerCaller: whole('max-calls-per-caller', one('max-calls-per-caller') ?? '250', 100_000),
    logArguments: /^(1|true|yes|on)$/i.test(env.LOG_ARGS?.trim() ?? ''),
  };
  if (settings.proof.kind === 'none' && !loopback.test(settings.host)) {
    throw new UsageError(
      `--auth none serves this machine only, so --host can be 127.0.0.1, ::1 or localhost, not "${settings.host}". To serve others, use --auth token or --auth oauth.`,
    );
  }
  return { settings, sandbox: values.sandbox ?? false, tools: values.tools };
}
