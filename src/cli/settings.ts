import { type Config, readConfig } from '../config.ts';
import type { Shell } from './shell.ts';

/** What `--sandbox` sets: a key that the sandbox takes, of the user whose data is the liveliest. */
const sandboxSettings = { COPPER_API_KEY: 'sandbox', COPPER_USER_EMAIL: 'dana.li@example.com' };

/** The configuration of this shell; with `--sandbox`, keys and address of the real Copper are put aside. */
export function shellConfig({ env, readFile, machineZone }: Shell, sandbox: boolean): Config {
  const kept = ([name]: readonly [string, unknown]) =>
    !/^COPPER_(API_KEY|ACCESS_TOKEN|USER_EMAIL|API_BASE_URL)/.test(name);
  const settings = sandbox
    ? { ...Object.fromEntries(Object.entries(env).filter(kept)), ...sandboxSettings }
    : env;
  return readConfig(settings, readFile, machineZone);
}
