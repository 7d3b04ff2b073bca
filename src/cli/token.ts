import { resolve } from 'node:path';
import { decodeConfig } from '../clients/config-file.ts';
import { repeatedName } from '../clients/json-document.ts';
import { WriteError } from '../clients/lock-file.ts';
import { replaceFile } from '../clients/replace-file.ts';
import { CallersError, parseCallers } from '../http/callers-file.ts';
import { newSecret } from '../http/sign-in/seal.ts';
import { hashToken, newToken } from '../http/tokens.ts';
import { quoted } from '../tool/sentences.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';

/** A callers file with one entry more. @throws UsageError if it is not valid, before or after */
function withEntry(json: string | undefined, entry: object, path: string): string {
  const check = (text: string) => {
    try {
      parseCallers(text);
    } catch (error) {
      throw error instanceof CallersError ? new UsageError(`${path}: ${error.message}`) : error;
    }
  };
  if (json !== undefined) check(json);
  const entries: unknown = json === undefined ? [] : JSON.parse(json);
  const changed = `${JSON.stringify([...(Array.isArray(entries) ? entries : []), entry], undefined, 2)}\n`;
  check(changed);
  return changed;
}

/** Adds an entry to a file, which is created if there is none; what other processes add meanwhile stays. */
async function store(shell: Shell, path: string, entry: object): Promise<void> {
  const edit = (bytes: Uint8Array | undefined) => {
    const config = decodeConfig(bytes ?? new Uint8Array());
    // What is written back must not differ from what is there, in what it says or by what is lost.
    if (config === undefined) throw new WriteError('is not UTF-8 text');
    const json = config.byteOrderMark + config.text;
    const changed = withEntry(bytes === undefined ? undefined : json, entry, path);
    const repeated = bytes === undefined ? undefined : repeatedName(json);
    if (repeated !== undefined)
      throw new WriteError(`has ${quoted(repeated)} twice in one object; remove one of them`);
    return Buffer.from(changed);
  };
  try {
    await replaceFile(shell, resolve(path), edit, {});
  } catch (error) {
    throw error instanceof WriteError ? new UsageError(`${path} ${error.message}.`) : error;
  }
}

/** Prints a new secret; it is stored nowhere. */
function printSecret(shell: Shell, json: boolean | undefined): ExitCode {
  const secret = newSecret();
  shell.print(json ? JSON.stringify({ secret }, undefined, 2) : secret);
  shell.warn(
    'Save the secret, best in a file that only the server can read, and name it by COPPER_HTTP_SECRET_FILE. To replace one, put the new secret on the first line and the old one on the second.',
  );
  return 0;
}

/** Creates a bearer token: the token goes to stdout, once; only its hash is stored. Or a secret. */
export async function tokenCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments('token', args);
  const [verb, name] = positionals;
  if (verb === 'secret' && name === undefined) return printSecret(shell, values.json);
  if (verb !== 'new' || name === undefined) {
    throw new UsageError(
      'Write `copper-mcp token new NAME` or `copper-mcp token secret`; `copper-mcp token --help` explains them.',
    );
  }
  const path = values.callers ?? (shell.env.COPPER_HTTP_CALLERS?.trim() || undefined);
  const token = newToken();
  const entry = { name, sha256: hashToken(token), copper: 'server' };
  if (path === undefined) withEntry(undefined, entry, 'The name');
  else await store(shell, path, entry);
  const stored = path === undefined ? {} : { callers: path };
  const { sha256 } = entry;
  shell.print(values.json ? JSON.stringify({ name, token, sha256, ...stored }, undefined, 2) : token);
  shell.warn(
    path === undefined
      ? `Save the token: it is not shown again. Add this to your callers file:\n${JSON.stringify(entry, undefined, 2)}`
      : `Save the token: it is not shown again. ${path} now has its hash, under ${name}; a running server accepts it within a second.`,
  );
  return 0;
}
