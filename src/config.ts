import type { DialectChoice } from './copper/dialect.ts';
import type { Credentials } from './copper/sign.ts';
import { nearestNames } from './names/nearest-names.ts';
import { variables } from './variables.ts';

/** Everything that can be set from outside. */
export interface Config {
  /** Undefined without a key; calls then say what to set. */
  readonly credentials: Credentials | undefined;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly format: 'text' | 'json';
  /** Which tools are offered: groups and names, as they were written. */
  readonly tools: string;
  /** In front of the names of tools as clients see them; usually empty. */
  readonly toolPrefix: string;
  /** Characters of an answer at most. */
  readonly maxResultChars: number;
  readonly dialect: DialectChoice;
  /** Requests in any 60 s. */
  readonly rateLimit: number;
  readonly maxWaitMs: number;
  readonly timeoutMs: number;
  /** The same for a report, which reads many pages. */
  readonly reportTimeoutMs: number;
  /** Where the limit is shared with other processes. */
  readonly redisUrl: string | undefined;
  /** Processes that share the limit. */
  readonly replicas: number;
  readonly logLevel: string;
  /** Things that look like slips but stop nothing. */
  readonly warnings: readonly string[];
}

/** A setting that cannot be used; the message names the variable and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const usual = new Map(variables.map((variable) => [variable.name, variable.usual]));
const secretFiles = [
  'COPPER_API_KEY_FILE',
  'COPPER_ACCESS_TOKEN_FILE',
  'COPPER_USER_EMAIL_FILE',
  'COPPER_REDIS_URL_FILE',
];
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** What a client leaves of a field that it could not fill in, as `${COPPER_API_KEY}`. */
const placeholder = /^\$\{[^{}]*\}$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from: a variable, the file that one names, or nowhere, so that the usual value counts. */
export type SettingSource =
  | { readonly kind: 'variable'; readonly variable: string; readonly text: string }
  | { readonly kind: 'file'; readonly variable: string; readonly path: string }
  | { readonly kind: 'usual' };

/** Where the value of this variable comes from; a file counts more than the variable itself. */
export function settingSourceOf(env: Environment, variable: string): SettingSource {
  const file = `${variable}_FILE`;
  const path = secretFiles.includes(file) ? env[file]?.trim() : undefined;
  if (path) return { kind: 'file', variable: file, path };
  const text = env[variable]?.trim();
  return text && !placeholder.test(text) ? { kind: 'variable', variable, text } : { kind: 'usual' };
}

/**
 * Reads the configuration from environment variables.
 *
 * @param readFile reads the file a `*_FILE` variable names
 * @param machineZone the zone when none is set
 * @throws ConfigError for the first value that cannot be used
 */
export function readConfig(
  env: Environment,
  readFile: (path: string) => string,
  machineZone: string,
): Config {
  const value = (name: string) => {
    const origin = settingSourceOf(env, name);
    return origin.kind === 'variable' ? origin.text : undefined;
  };
  const chosen = (name: string) => value(name) ?? usual.get(name) ?? '';

  function secret(name: string): string | undefined {
    const origin = settingSourceOf(env, name);
    if (origin.kind !== 'file') return value(name);
    try {
      return readFile(origin.path).trim() || undefined;
    } catch {
      throw new ConfigError(
        `${origin.variable} names a file that cannot be read; check its path and who may read it.`,
      );
    }
  }

  function oneOf<const Words extends readonly string[]>(name: string, words: Words): Words[number] {
    const given = chosen(name).toLowerCase();
    const found = words.find((word) => word === given);
    if (found === undefined) throw new ConfigError(`${name} is "${given}"; it can be ${words.join(', ')}.`);
    return found;
  }

  function whole(name: string, least: number, most: number): number {
    const number = Number(chosen(name).replaceAll('_', ''));
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new ConfigError(`${name} is "${chosen(name)}"; it can be a whole number from ${least} to ${most}.`);
  }

  const key = secret('COPPER_API_KEY');
  const token = secret('COPPER_ACCESS_TOKEN');
  const email = secret('COPPER_USER_EMAIL');
  for (const [name, text] of Object.entries({
    COPPER_API_KEY: key,
    COPPER_ACCESS_TOKEN: token,
    COPPER_USER_EMAIL: email,
  })) {
    if (text !== undefined && !/^[\x21-\x7e]+$/.test(text))
      throw new ConfigError(
        `${name} holds a character that no header can carry; copy it again, without spaces or line breaks.`,
      );
  }
  const redisUrl = checkedRedisUrl(secret('COPPER_REDIS_URL'));
  const warnings = [
    ...(key !== undefined && token !== undefined
      ? ['Both COPPER_API_KEY and COPPER_ACCESS_TOKEN are set; the key is used. Unset the other.']
      : []),
    ...(redisUrl !== undefined && value('COPPER_REPLICAS') === undefined
      ? [
          'COPPER_REPLICAS is not set: while Redis is away, each replica would use the whole rate limit. Set it to how many there are.',
        ]
      : []),
  ];
  return {
    credentials: credentialsOf(key, email, token),
    baseUrl: checkedUrl(chosen('COPPER_API_BASE_URL')),
    timeZone: checkedZone(value('COPPER_TIMEZONE') ?? machineZone),
    format: oneOf('COPPER_FORMAT', ['text', 'json']),
    tools: chosen('COPPER_TOOLS'),
    toolPrefix: chosen('COPPER_TOOL_PREFIX'),
    maxResultChars: whole('COPPER_MAX_RESULT_CHARS', 1_000, 40_000),
    dialect: oneOf('COPPER_DIALECT', ['contract', 'documented', 'auto']),
    rateLimit: whole('COPPER_RATE_LIMIT', 1, 100_000),
    maxWaitMs: whole('COPPER_MAX_WAIT_MS', 0, 600_000),
    timeoutMs: whole('COPPER_TIMEOUT_MS', 1_000, 600_000),
    reportTimeoutMs: whole('COPPER_REPORT_TIMEOUT_MS', 1_000, 3_600_000),
    redisUrl,
    replicas: whole('COPPER_REPLICAS', 1, 1_000),
    logLevel: oneOf('LOG_LEVEL', logLevels),
    warnings: [...warnings, ...unfilled(env), ...slips(env)],
  };
}

function credentialsOf(
  key: string | undefined,
  email: string | undefined,
  token: string | undefined,
): Credentials | undefined {
  if (key !== undefined)
    return email === undefined ? { kind: 'bearer', token: key } : { kind: 'key', key, email };
  return token === undefined ? undefined : { kind: 'bearer', token };
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (
    url === undefined ||
    (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new ConfigError(
      'COPPER_API_BASE_URL must be an https address, or http on this machine (localhost).',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The address is never quoted: it may hold a password. */
function checkedRedisUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return text;
  throw new ConfigError('COPPER_REDIS_URL must be an address such as redis://localhost:6379 or rediss://….');
}

function checkedZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new ConfigError(
      `COPPER_TIMEZONE is "${zone}"; it can be a zone such as Europe/Berlin or America/New_York.`,
    );
  }
}

/** Placeholders that count as not set. Optional fields of an extension (`user_config`) stay empty on purpose. */
function unfilled(env: Environment): string[] {
  const known = [...variables.map(({ name }) => name), ...secretFiles];
  const left = known.filter((name) => placeholder.test(env[name]?.trim() ?? ''));
  return left
    .filter((name) => !env[name]?.includes('user_config.'))
    .map((name) => `${name} is ${env[name]?.trim()}, which nothing filled in; it counts as not set.`);
}

/** Variables that start like ours but are none of ours. */
function slips(env: Environment): string[] {
  const known = [...variables.map(({ name }) => name), ...secretFiles];
  const strange = Object.keys(env).filter((name) => name.startsWith('COPPER_') && !known.includes(name));
  return strange.map((name) => {
    const [near] = nearestNames(name, known, 1);
    return `${name} is no setting of copper-mcp${near === undefined ? '; `copper-mcp --help` lists them.' : `; did you mean ${near}?`}`;
  });
}
