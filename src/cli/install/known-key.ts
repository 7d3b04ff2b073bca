import { resolve } from 'node:path';
import { type ConfigSnapshot, takeSnapshot } from '../../clients/config-snapshot.ts';
import { accessModeOf } from '../../clients/entry.ts';
import { keyFilePath, readKey } from '../../clients/key-file.ts';
import { mcpClients } from '../../clients/mcp-clients.ts';
import { settingSourceOf } from '../../config.ts';
import { accountNumber, isSecretPlaceholder } from '../../tool/setting-text.ts';
import { type Shell, UsageError } from '../shell.ts';
import type { InstallOptions } from './options.ts';

/** A key that a person does not have to type. */
export interface KnownKey {
  readonly text: string;
  /** The file that contains it already. */
  readonly file?: string;
  /** Where it was found, in words. */
  readonly from: string;
}

const printable = /^[\x21-\x7e]+$/;

/** What is wrong with a key as it was typed; undefined if nothing is. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'The key is empty.';
  return printable.test(key) ? undefined : 'A key has no spaces, line breaks or special characters.';
}

/** What is wrong with an e-mail address as it was typed; undefined if nothing is. */
export function emailProblem(email: string): string | undefined {
  return printable.test(email) && /^[^@]+@[^@]+$/.test(email)
    ? undefined
    : 'That is not an e-mail address such as you@company.com.';
}

/** Longer than any key; a larger input is not a key. */
const maxChars = 10_000;

async function fromStdin({ stdin, stdinIsTerminal }: Shell): Promise<string> {
  if (stdinIsTerminal)
    throw new UsageError('--key-stdin reads the key from a pipe; leave it out to be asked for the key.');
  let text = '';
  const chunks: AsyncIterable<unknown> = stdin;
  for await (const chunk of chunks) {
    text += String(chunk);
    if (text.length > maxChars) break;
  }
  const problem = keyProblem(text.trim());
  if (problem !== undefined) throw new UsageError(`There is no key on standard input. ${problem}`);
  return text.trim();
}

function fromFile({ machine, warn }: Shell, given: string, option: string): KnownKey {
  const file = resolve(given);
  const text = readKey(machine, file);
  if (text === undefined || keyProblem(text) !== undefined)
    throw new UsageError(`${option} is ${file}, which cannot be read or does not contain a key.`);
  const mode = machine.disk.stat(file)?.mode ?? 0;
  if (machine.platform !== 'win32' && (mode & 0o077) !== 0)
    warn(`copper-mcp: other users of this machine can read ${file}; chmod 600 makes it private.`);
  return { text, file, from: file };
}

/** The key that was given on the command line or, failing that, in the environment. @throws UsageError */
export async function keyFromOptions(shell: Shell, options: InstallOptions): Promise<KnownKey | undefined> {
  const named = options['key-file'];
  if (named !== undefined) return fromFile(shell, named, '--key-file');
  if (options['key-stdin']) return { text: await fromStdin(shell), from: 'standard input' };
  const source = settingSourceOf(shell.env, 'COPPER_API_KEY');
  if (source.kind === 'default') return undefined;
  if (source.kind === 'file') return fromFile(shell, source.path, source.variable);
  const { text } = source;
  const problem = keyProblem(text);
  if (problem !== undefined) throw new UsageError(`COPPER_API_KEY: ${problem}`);
  return { text, from: 'COPPER_API_KEY' };
}

/** Our entries in clients' configurations that use a real account. */
const entries = ({ machine }: Shell) =>
  mcpClients.flatMap((client) => {
    const { state } = takeSnapshot(client, machine);
    if (state.is !== 'ours' || accessModeOf(state.entry) === 'sandbox') return [];
    return { client, env: state.entry.env };
  });

/** A key that an earlier `install` stored, or that some client's configuration contains. */
export function storedKey(shell: Shell): KnownKey | undefined {
  const { machine } = shell;
  const found = entries(shell);
  const files = [keyFilePath(machine), ...found.flatMap(({ env }) => env.COPPER_API_KEY_FILE ?? [])];
  const inConfig = found.filter(({ env }) => !isSecretPlaceholder(env.COPPER_API_KEY ?? ''));
  const candidates = [
    ...files.map((file) => ({ text: readKey(machine, file), file, from: file })),
    ...inConfig.map(({ client, env }) => ({
      text: env.COPPER_API_KEY,
      from: `the configuration of ${client.name}`,
    })),
  ];
  return candidates.flatMap(({ text, ...rest }) =>
    text !== undefined && keyProblem(text) === undefined ? { text, ...rest } : [],
  )[0];
}

/** An address of the API other than Copper's own, from the environment or the clients' entries. */
export function knownBaseUrl({ env }: Shell, snapshots: readonly ConfigSnapshot[]): string | undefined {
  const used = snapshots.flatMap(({ state }) =>
    state.is === 'ours' ? (state.entry.env.COPPER_API_BASE_URL ?? []) : [],
  );
  return env.COPPER_API_BASE_URL?.trim() || used[0];
}

/** The number of the account from the options, the environment, or the clients' entries. */
export function knownAccountId(shell: Shell, { 'account-id': given }: InstallOptions): string | undefined {
  const used = entries(shell).flatMap(({ env }) => env.COPPER_ACCOUNT_ID ?? []);
  const all = [given, shell.env.COPPER_ACCOUNT_ID, ...used];
  return all.flatMap((one) => accountNumber(one?.trim() ?? '') ?? [])[0];
}

/** The e-mail address from the options, the environment, or the clients' entries. @throws UsageError */
export function knownEmail(shell: Shell, { email }: InstallOptions): string | undefined {
  const problem = email === undefined ? undefined : emailProblem(email);
  if (problem !== undefined) throw new UsageError(`--email: ${problem}`);
  const used = entries(shell).flatMap(({ env }) => env.COPPER_USER_EMAIL ?? []);
  const all = [email, shell.env.COPPER_USER_EMAIL?.trim(), ...used];
  return all.find((one) => one !== undefined && emailProblem(one) === undefined);
}
