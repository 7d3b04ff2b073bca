import type { Credentials } from './copper/ask.ts';
import type { DialectChoice } from './copper/dialect.ts';
import { suggestNames } from './names/suggestions.ts';
import {
  accountNumber,
  isLoopback,
  isPlaceholder,
  isReference,
  isSecretPlaceholder,
  settingText,
} from './tool/setting-text.ts';
import { variables } from './variables.ts';

/** All settings. */
export interface Config {
  /** Undefined without a key; calls then return an error that says what to set. */
  readonly credentials: Credentials | undefined;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** The number of the Copper account, for links to its records; undefined if it is not known. */
  readonly accountId: string | undefined;
  /** The file with the targets that forecasts are compared with; undefined without one. */
  readonly targetsFile: string | undefined;
  /** IANA name of a time zone; the machine's is looked up when a day is: its data takes half as long to load as Node itself. */
  readonly timeZone: string;
  readonly format: 'text' | 'json';
  /** Which tools are offered: groups and names, as written. */
  readonly tools: string;
  /** Prefix of the tool names that clients see; empty by default. */
  readonly toolPrefix: string;
  /** The most characters of an answer. */
  readonly maxResultChars: number;
  readonly dialect: DialectChoice;
  /** Requests in any 60 seconds. */
  readonly rateLimit: number;
  readonly maxWaitMs: number;
  readonly timeoutMs: number;
  /** The time limit of a report, which reads many pages. */
  readonly reportTimeoutMs: number;
  /** How long the rows that a report has read answer the next one; 0 for never. */
  readonly reuseSeconds: number;
  /** The Redis through which processes share the rate limit. */
  readonly redisUrl: string | undefined;
  /** How many processes share it. */
  readonly replicas: number;
  readonly logLevel: string;
  /** Likely mistakes that do not prevent a start. */
  readonly warnings: readonly string[];
}

/** An invalid setting; the message names the variable and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const defaults = new Map(variables.map(({ name, defaultValue }) => [name, defaultValue]));
const secretFiles = ['API_KEY', 'ACCESS_TOKEN', 'USER_EMAIL', 'REDIS_URL', 'HTTP_SECRET'].map(
  (name) => `COPPER_${name}_FILE`,
);
const knownNames = [...variables.map(({ name }) => name), ...secretFiles];
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** If the words of an example, such as `your-api-key`, count as not set too. */
const secrets = ['COPPER_API_KEY', 'COPPER_ACCESS_TOKEN'];

/** True for a value of this variable that nobody has filled in. */
const isUnfilled = (variable: string, text: string) =>
  secrets.includes(variable) ? isSecretPlaceholder(text) : isPlaceholder(text);

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from: a variable, the file that a variable names, or the default. */
export type SettingSource =
  | { readonly kind: 'variable'; readonly variable: string; readonly text: string }
  | { readonly kind: 'file'; readonly variable: string; readonly path: string }
  | { readonly kind: 'default' };

/** Where the value of this variable comes from; a file takes precedence over the variable itself. */
export function settingSourceOf(env: Environment, variable: string): SettingSource {
  const file = `${variable}_FILE`;
  const path = secretFiles.includes(file) ? settingText(env[file]) : undefined;
  if (path !== undefined && !isPlaceholder(path)) return { kind: 'file', variable: file, path };
  const text = settingText(env[variable]);
  return text !== undefined && !isUnfilled(variable, text)
    ? { kind: 'variable', variable, text }
    : { kind: 'default' };
}

/**
 * Reads the configuration from environment variables.
 *
 * @param readFile reads the file a `*_FILE` variable names
 * @param machineZone the time zone if none is set; a function is called when the zone is first needed
 * @throws ConfigError for the first value that cannot be used
 */
export function readConfig(
  env: Environment,
  readFile: (path: string) => string,
  machineZone: string | (() => string),
): Config {
  const value = (name: string) => {
    const origin = settingSourceOf(env, name);
    return origin.kind === 'variable' ? origin.text : undefined;
  };
  const chosen = (name: string) => value(name) ?? defaults.get(name) ?? '';
  const warnings: string[] = [];

  function secret(name: string): string | undefined {
    const origin = settingSourceOf(env, name);
    if (origin.kind !== 'file') return value(name);
    try {
      const text = settingText(readFile(origin.path));
      if (text === undefined || !isUnfilled(name, text)) return text;
      warnings.push(`The file that ${origin.variable} names contains a placeholder; it counts as not set.`);
      return undefined;
    } catch {
      throw new ConfigError(
        `${origin.variable} names a file that cannot be read; check its path and permissions, and that it is a regular file.`,
      );
    }
  }

  function oneOf<const Words extends readonly string[]>(name: string, words: Words): Words[number] {
    const given = chosen(name).toLowerCase();
    const found = words.find((word) => word === given);
    if (found === undefined) throw new ConfigError(`${name} is "${given}"; it must be ${words.join(', ')}.`);
    return found;
  }

  function wholeNumber(name: string, min: number, max: number): number {
    const number = Number(chosen(name).replaceAll('_', ''));
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new ConfigError(`${name} is "${chosen(name)}"; it must be a whole number from ${min} to ${max}.`);
  }

  function headerValue(name: string): string | undefined {
    const text = secret(name);
    if (text === undefined || /^[\x21-\x7e]+$/.test(text)) return text;
    throw new ConfigError(
      `${name} contains a character that HTTP headers cannot carry; copy it again, without spaces or line breaks.`,
    );
  }

  const key = headerValue('COPPER_API_KEY');
  const token = headerValue('COPPER_ACCESS_TOKEN');
  const email = headerValue('COPPER_USER_EMAIL');
  const redisUrl = checkedRedisUrl(secret('COPPER_REDIS_URL'));
  const givenZone = value('COPPER_TIMEZONE');
  const zone = givenZone === undefined ? undefined : checkedZone(givenZone);
  if (key !== undefined && token !== undefined)
    warnings.push('Both COPPER_API_KEY and COPPER_ACCESS_TOKEN are set; the key is used. Unset the other.');
  if (redisUrl !== undefined && value('COPPER_REPLICAS') === undefined)
    warnings.push(
      'COPPER_REPLICAS is not set: a busy replica can keep the others waiting, and while Redis is down, each would use the whole rate limit. Set it to the number of replicas.',
    );
  return {
    credentials: credentialsOf(key, email, token),
    accountId: checkedAccount(value('COPPER_ACCOUNT_ID')),
    targetsFile: value('COPPER_TARGETS_FILE'),
    baseUrl: checkedUrl(chosen('COPPER_API_BASE_URL')),
    get timeZone() {
      return zone ?? checkedZone(typeof machineZone === 'string' ? machineZone : machineZone());
    },
    format: oneOf('COPPER_FORMAT', ['text', 'json']),
    tools: chosen('COPPER_TOOLS'),
    toolPrefix: chosen('COPPER_TOOL_PREFIX'),
    maxResultChars: wholeNumber('COPPER_MAX_RESULT_CHARS', 1_000, 40_000),
    dialect: oneOf('COPPER_DIALECT', ['contract', 'documented', 'auto']),
    rateLimit: wholeNumber('COPPER_RATE_LIMIT', 1, 100_000),
    maxWaitMs: wholeNumber('COPPER_MAX_WAIT_MS', 0, 600_000),
    timeoutMs: wholeNumber('COPPER_TIMEOUT_MS', 1_000, 600_000),
    reportTimeoutMs: wholeNumber('COPPER_REPORT_TIMEOUT_MS', 1_000, 3_600_000),
    reuseSeconds: wholeNumber('COPPER_REUSE_SECONDS', 0, 3_600),
    redisUrl,
    replicas: wholeNumber('COPPER_REPLICAS', 1, 1_000),
    logLevel: oneOf('LOG_LEVEL', logLevels),
    warnings: [...warnings, ...placeholderWarnings(env), ...typoWarnings(env)],
  };
}

/** The longest that a request of a client may take: more than any call, so that a call ends by its own time limit first. */
export const longestExchangeMs = ({ timeoutMs, reportTimeoutMs }: Config): number =>
  Math.max(timeoutMs, reportTimeoutMs) + 10_000;

function credentialsOf(key?: string, email?: string, token?: string): Credentials | undefined {
  if (key !== undefined && email !== undefined) return { kind: 'key', key, email };
  const bearer = key ?? token;
  return bearer === undefined ? undefined : { kind: 'bearer', token: bearer };
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && isLoopback(url.hostname);
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (isAllowed && url?.username === '' && url.password === '')
    return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`;
  throw new ConfigError('COPPER_API_BASE_URL must be an https URL, or http on this machine (localhost).');
}

/** The URL is never quoted: it may contain a password. */
function checkedRedisUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return text;
  throw new ConfigError('COPPER_REDIS_URL must be a URL such as redis://localhost:6379 or rediss://….');
}

/** The number alone, or any address of Copper's web app, which contains it. */
function checkedAccount(text: string | undefined): string | undefined {
  const account = text === undefined ? text : accountNumber(text);
  if (account !== undefined || text === undefined) return account;
  throw new ConfigError(
    'COPPER_ACCOUNT_ID must be the number of your Copper account, or an address that contains it: https://app.copper.com/companies/NUMBER/….',
  );
}

function checkedZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new ConfigError(
      `COPPER_TIMEZONE is "${zone}"; it must be a time zone such as Europe/Berlin or America/New_York.`,
    );
  }
}

/** Warns of placeholders, which count as not set; not for optional fields of an extension (`user_config`). */
function placeholderWarnings(env: Environment): string[] {
  return knownNames.flatMap((name) => {
    const text = settingText(env[name]) ?? '';
    if (!isUnfilled(name, text) || text.includes('user_config.')) return [];
    const shown = isReference(text) ? `${text}, a placeholder` : 'a placeholder';
    return [`${name} is ${shown} that was not filled in; it counts as not set.`];
  });
}

/** Warns of variables that start with `COPPER_` but are not settings. */
function typoWarnings(env: Environment): string[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('COPPER_') && !knownNames.includes(name));
  return unknown.map((name) => {
    const [near] = suggestNames(name, knownNames, 1);
    const hint = near === undefined ? '; `copper-mcp --help` lists them.' : `; did you mean ${near}?`;
    return `${name} is not a setting of copper-mcp${hint}`;
  });
}
