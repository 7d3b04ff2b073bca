import { type Config, ConfigError, readConfig } from '../config.ts';
import { nearestNames } from '../names/nearest-names.ts';
import type { CopperOptions } from './api.ts';
import { CopperError } from './copper-error.ts';

/** What each option is called where settings come from the environment: they are checked by the same rules. */
const variables = {
  apiKey: 'COPPER_API_KEY',
  email: 'COPPER_USER_EMAIL',
  accessToken: 'COPPER_ACCESS_TOKEN',
  timeZone: 'COPPER_TIMEZONE',
  maxResultChars: 'COPPER_MAX_RESULT_CHARS',
  dialect: 'COPPER_DIALECT',
  rateLimit: 'COPPER_RATE_LIMIT',
  maxWaitMs: 'COPPER_MAX_WAIT_MS',
  timeoutMs: 'COPPER_TIMEOUT_MS',
  baseUrl: 'COPPER_API_BASE_URL',
};

/** Settings that the sandbox has for itself: any key is good, and this user's data is the liveliest. */
const sandboxed = {
  apiKey: 'sandbox',
  email: 'dana.li@example.com',
  accessToken: undefined,
  baseUrl: undefined,
};

/** In the words of options. */
const reworded = (message: string) =>
  Object.entries(variables).reduce((text, [option, variable]) => text.replaceAll(variable, option), message);

/**
 * The configuration that the options of a program make.
 *
 * @throws CopperError `invalid_input` for an option that cannot be used, `not_configured` where nobody asks
 */
export function configOf(options: CopperOptions, machineZone: string): Config {
  const known = [...Object.keys(variables), 'sandbox', 'log'];
  const strange = Object.keys(options).find((name) => !known.includes(name));
  if (strange !== undefined) {
    const [near] = nearestNames(strange, known, 1);
    const hint = near === undefined ? `Options are ${known.join(', ')}.` : `Did you mean ${near}?`;
    throw new CopperError('invalid_input', `There is no option "${strange.slice(0, 60)}". ${hint}`);
  }
  const given = 'sandbox' in options && options.sandbox ? { ...options, ...sandboxed } : options;
  const set = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  const env = Object.entries(variables).flatMap(([option, variable]) =>
    set.has(option) ? [[variable, String(set.get(option))]] : [],
  );
  const config = checked(Object.fromEntries(env), machineZone);
  if (config.credentials === undefined) {
    throw new CopperError(
      'not_configured',
      'There is no Copper key: give apiKey and email, or accessToken, or sandbox: true to try it on invented data.',
    );
  }
  return { ...config, warnings: config.warnings.map(reworded) };
}

function checked(env: Record<string, string>, machineZone: string): Config {
  try {
    return readConfig(env, () => '', machineZone);
  } catch (error) {
    throw error instanceof ConfigError ? new CopperError('invalid_input', reworded(error.message)) : error;
  }
}
