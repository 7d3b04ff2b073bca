import { lookup } from 'node:dns/promises';
import { dirname, join, resolve } from 'node:path';
import { keyFilePath } from '../clients/key-file.ts';
import { isExposed } from '../clients/local-machine.ts';
import { WriteError } from '../clients/lock-file.ts';
import { replaceFile, writeObstacle } from '../clients/replace-file.ts';
import { settingSourceOf } from '../config.ts';
import { documentNetwork } from '../http/sign-in/client-document.ts';
import { shortestSecret } from '../http/sign-in/seal.ts';
import type { SignInEnvironment } from '../http/sign-in/sign-in.ts';
import type { SignInFile } from '../http/sign-in/sign-in-store.ts';
import { type Shell, UsageError } from './shell.ts';

const variable = 'COPPER_HTTP_SECRET';

/** What signing in needs from this machine, and where the sign-ins are. */
export interface LocalSignInEnvironment extends SignInEnvironment {
  readonly path: string;
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
    stamp: () => disk.stat(path)?.modifiedMs.toString(),
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

/**
 * The secret, the file of sign-ins, and the network in which clients describe themselves.
 *
 * @param given path of the file; undefined for one in the person's configuration folder
 * @throws UsageError
 */
export function signInEnvironment(shell: Shell, given: string | undefined): LocalSignInEnvironment {
  const { machine } = shell;
  const { secrets, file: secretFile } = readSecrets(shell);
  const path = resolve(given ?? join(dirname(keyFilePath(machine)), 'sign-ins'));
  const obstacle = writeObstacle(machine, path);
  if (obstacle !== undefined) throw new UsageError(`${path}, in which sign-ins are kept, ${obstacle}.`);
  const readable = [secretFile, path].filter((each) => each !== undefined && isExposed(machine, each));
  return {
    path,
    secrets,
    file: signInFile(shell, path),
    network: documentNetwork((host) => lookup(host, { all: true })),
    warnings: readable.map((each) => `Other users can read ${each}; chmod go-rwx prevents that.`),
  };
}
