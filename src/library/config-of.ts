import { type Config, ConfigError, readConfig } from '../config.ts';
import { suggestNames } from '../names/suggestions.ts';
import { inQuotes } from '../tool/sentences.ts';
import type { CopperOptions } from './api.ts';
import { CopperError } from './call-result.ts';

/** The environment variable of each option: both are checked by the same rules. */
const variables = {
  apiKey: 'COPPER_API_KEY',
  email: 'COPPER_USER_EMAIL',
  accessToken: 'COPPER_ACCESS_TOKEN',
  accountId: 'COPPER_ACCOUNT_ID',
  timeZone: 'COPPER_TIMEZONE',
  maxResultChars: 'COPPER_MAX_RESULT_CHARS',
  dialect: 'COPPER_DIALECT',
  rateLimit: 'COPPER_RATE_LIMIT',
  maxWaitMs: 'COPPER_MAX_WAIT_MS',
  timeoutMs: 'COPPER_TIMEOUT_MS',
  reuseSeconds: 'COPPER_REUSE_SECONDS',
  baseUrl: 'COPPER_API_BASE_URL',
};

/** Options that the sandbox sets itself: it accepts any key, and this user has the most varied data. */
const sandboxOptions = {
  apiKey: 'sandbox',
  email: 'dana.li@example.com',
  accessToken: undefined,
  baseUrl: undefined,
};

/** The message with the names of options in place of variables. */
const withOptionNames = (message: string) =>
  Object.entries(variables).reduce((text, [option, variable]) => text.replaceAll(variable, option), message);

/**
 * The configuration that a program's options make.
 *
 * @throws CopperError `invalid_input` for an option that is not valid, `not_configured` without a key
 */
export function configOf(options: CopperOptions, machineZone: string): Config {
  const known = [...Object.keys(variables), 'sandbox', 'log', 'targets'];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const [nearest] = suggestNames(unknown, known, 1);
    const hint = nearest === undefined ? `Options are ${known.join(', ')}.` : `Did you mean ${nearest}?`;
    throw new CopperError('invalid_input', `There is no option ${inQuotes(unknown)}. ${hint}`);
  }
  const given = 'sandbox' in options && options.sandbox ? { ...options, ...sandboxOptions } : options;
  const values = new Map<string, unknown>(
    Object.entries(given).filter(([, value]: [string, unknown]) => value !== undefined),
  );
  const env = Object.entries(variables).flatMap(([option, variable]): [string, string][] =>
    values.has(option) ? [[variable, String(values.get(option))]] : [],
  );
  const config = checked(Object.fromEntries(env), machineZone);
  if (config.credentials === undefined) {
    throw new CopperError(
      'not_configured',
      'There is no Copper key: set apiKey and email, or accessToken, or sandbox: true for demo data.',
    );
  }
  return { ...config, warnings: config.warnings.map(withOptionNames) };
}

function checked(env: Record<string, string>, machineZone: string): Config {
  try {
    return readConfig(env, () => '', machineZone);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CopperError('invalid_input', withOptionNames(error.message));
  }
}
