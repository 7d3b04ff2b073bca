import type { Config } from '../config.ts';
import type { Credentials } from '../copper/ask.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Shell } from './shell.ts';

/** The shortest time between two looks at the file, in milliseconds. */
const checkIntervalMs = 1_000;

/** The largest targets file, in bytes: one with the most targets that are read is smaller. */
const maxBytes = 1_000_000;

/** What two credentials have in common if they are the same ones. */
const keyOf = (credentials: Credentials) =>
  credentials.kind === 'key' ? [credentials.key, credentials.email] : [credentials.token];

/** True for the credentials of the configuration: targets are those of its account, and no other caller may see them. */
const areConfigured = (credentials: Credentials, { credentials: own }: Config) =>
  own?.kind === credentials.kind && JSON.stringify(keyOf(own)) === JSON.stringify(keyOf(credentials));

/**
 * Reads the targets file of the configuration for the app of these credentials: with the first question that needs it, and again when one
 * comes a second or more later, so that a change counts at once.
 *
 * @returns undefined if no file is set, or if these are not the credentials of the configuration. What it returns throws ToolError
 *   `invalid_input` for a file that cannot be read, is not a regular file or is too large.
 */
export function targetsReader(
  { readFile, clock }: Pick<Shell, 'readFile' | 'clock'>,
  config: Config,
  credentials: Credentials | undefined,
): (() => string) | undefined {
  const { targetsFile: path } = config;
  if (path === undefined || credentials === undefined || !areConfigured(credentials, config))
    return undefined;
  let read: { readonly text: string; readonly at: number } | undefined;
  return () => {
    const now = clock.steady();
    if (read !== undefined && now - read.at < checkIntervalMs) return read.text;
    read = undefined;
    try {
      read = { text: readFile(path, maxBytes), at: now };
      return read.text;
    } catch {
      throw new ToolError(
        'invalid_input',
        'COPPER_TARGETS_FILE names a file that cannot be read. Ask the user to check its path and permissions, and that it is a regular file of at most 1 MB; or give target ("none" to do without).',
      );
    }
  };
}
