import { lookup } from 'node:dns/promises';
import { dirname, join, resolve } from 'node:path';
import { keyFilePath } from '../clients/key-file.ts';
import { isExposed } from '../clients/local-machine.ts';
import { WriteError } from '../clients/lock-file.ts';
import { replaceFile, writeObstacle } from '../clients/replace-file.ts';
import { settingSourceOf } from '../config.ts';
import { documentNetwork } from '../http/sign-in/client-document.ts';
import type { SignInFile } from '../http/sign-in/file-store.ts';
import { type SealError, shortestSecret } from '../http/sign-in/seal.ts';
import type { SignInEnvironment } from '../http/sign-in/sign-in.ts';
import type { SignInPlace } from '../http/sign-in/sign-in-place.ts';
import { steadyClock } from '../tool/clock.ts';
import { type Shell, UsageError } from './shell.ts';

const variable = 'COPPER_HTTP_SECRET';

/** What signing in needs from this machine, and where the sign-ins are. */
export interface LocalSignInEnvironment extends SignInEnvironment {
  /** The path of the file, or `Redis`. */
  readonly name: string;
  /** What is wrong with permissions, as whole sentences. */
  readonly warnings: readonly string[];
}

function readSecrets({ env, readFile }: Shell): {
  readonly secrets: readonly string[];
  readonly file?: string;
} {
  const source = settingSourceOf(env, variable);
  const [name, text] = ((): [string, string] => {
    if (source.kind === 'default') return [variable, ''];
    if (source.kind === 'variable') return [variable, source.text];
    try {
      return [source.path, readFile(source.path)];
    } catch {
      throw new UsageError(
        `${source.variable}: ${source.path} cannot be read; check its path and permissions, and that it is a regular file.`,
      );
    }
  })();
  const secrets = text.split(/[\s,]+/).filter((each) => each !== '');
  if (secrets.length === 0)
    throw new UsageError(
      `--auth sign-in needs ${variable} or ${variable}_FILE; \`copper-mcp token secret\` creates one.`,
    );
  if (secrets.length > 2)
    throw new UsageError(
      `${name} has ${secrets.length} secrets; at most two are allowed, the new one and the old one.`,
    );
  if (secrets.some((each) => each.length < shortestSecret)) {
    throw new UsageError(
      `${name}: a secret must have at least ${shortestSecret} characters; \`copper-mcp token secret\` creates one.`,
    );
  }
  return { secrets, ...(source.kind === 'file' ? { file: source.path } : {}) };
}

/** The file, read whole and replaced in one step. */
function signInFile(shell: Shell, path: string): SignInFile {
  const { disk } = shell.machine;
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('utf8');
  return {
    stamp() {
      const found = disk.stat(path);
      return found && `${found.modifiedMs} ${found.size}`;
    },
    read: () => (disk.stat(path) === undefined ? undefined : text(disk.read(path))),
    async replace(edit) {
      try {
        const options = { ownerOnly: true, folderMode: 0o700 };
        await replaceFile(shell, path, (bytes) => Buffer.from(edit(text(bytes))), options);
      } catch (error) {
        throw error instanceof WriteError ? new Error(`${path} ${error.message}`, { cause: error }) : error;
      }
    },
  };
}

/** What to do about sign-ins that cannot be opened. `name` is the path of their file, or `Redis`. */
export const sealProblem = (name: string, { message }: SealError): string =>
  name === 'Redis'
    ? `A sign-in in Redis ${message}. Use the secret that it was sealed with, or remove the keys copper-mcp:sign-ins*: then everybody signs in again.`
    : `${name} ${message}. Start with the secret that it was sealed with, restore the file, or remove it: then everybody signs in again.`;

/** A file for sign-ins. @throws UsageError */
function filePlace(shell: Shell, given: string | undefined): { path: string; place: SignInPlace } {
  const { machine } = shell;
  const path = resolve(given ?? join(dirname(keyFilePath(machine)), 'sign-ins'));
  const obstacle = writeObstacle(machine, path);
  if (obstacle !== undefined) throw new UsageError(`${path}, in which sign-ins are kept, ${obstacle}.`);
  return { path, place: { kind: 'file', file: signInFile(shell, path) } };
}

/** Redis, which is loaded only here. */
async function redisPlace({ clock }: Shell, url: string): Promise<SignInPlace> {
  const { openSharedRecords } = await import('../redis/shared-records.ts');
  return { kind: 'shared', shared: openSharedRecords(url, steadyClock(clock)) };
}

/** Where sign-ins are, and the secrets that open them. */
interface SignInLocation {
  /** Path of the file, if one was named. */
  readonly signIns: string | undefined;
  readonly redisUrl: string | undefined;
}

/**
 * The secrets, and where sign-ins are kept: in Redis if one is set, else in a file, by default in the person's configuration folder.
 *
 * @throws UsageError
 */
export async function signInPlace(shell: Shell, { signIns, redisUrl }: SignInLocation) {
  const { secrets, file: secretFile } = readSecrets(shell);
  if (redisUrl !== undefined && signIns !== undefined)
    throw new UsageError(
      'With COPPER_REDIS_URL sign-ins are kept in Redis: leave --sign-ins out, or do not set COPPER_REDIS_URL.',
    );
  const { path, place } =
    redisUrl === undefined
      ? filePlace(shell, signIns)
      : { path: undefined, place: await redisPlace(shell, redisUrl) };
  return { secrets, secretFile, path, place };
}

/** The secrets, where sign-ins are kept, and the network in which clients describe themselves. @throws UsageError */
export async function signInEnvironment(
  shell: Shell,
  location: SignInLocation,
): Promise<LocalSignInEnvironment> {
  const { secrets, secretFile, path, place } = await signInPlace(shell, location);
  const readable = [secretFile, path].filter((each) => each !== undefined && isExposed(shell.machine, each));
  return {
    name: path ?? 'Redis',
    secrets,
    place,
    network: documentNetwork((host) => lookup(host, { all: true })),
    warnings: readable.map((each) => `Other users can read ${each}; chmod go-rwx prevents that.`),
  };
}
