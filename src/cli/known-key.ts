import { resolve } from 'node:path';
import { modeOf } from '../clients/entry.ts';
import { keyFileOf, readKey } from '../clients/key-file.ts';
import { lookAt, type Sight } from '../clients/look.ts';
import { clients } from '../clients/table.ts';
import type { InstallOptions } from './install-options.ts';
import { type Shell, UsageError } from './shell.ts';

/** A key that need not be typed. */
export interface KnownKey {
  readonly text: string;
  /** Where it stands already. */
  readonly file?: string;
  /** Where it was found, in words. */
  readonly from: string;
}

const printable = /^[\x21-\x7e]+$/;

/** Says what is wrong with a key as it was typed. */
export function keyFault(key: string): string | undefined {
  if (key === '') return 'The key is empty.';
  return printable.test(key) ? undefined : 'A key has no spaces, line ends or special characters.';
}

/** Says what is wrong with an e-mail as it was typed. */
export function emailFault(email: string): string | undefined {
  return printable.test(email) && /^[^@]+@[^@]+$/.test(email)
    ? undefined
    : 'That is no e-mail, such as you@company.com.';
}

/** More than any key; a larger input is another file. */
const mostChars = 10_000;

async function fromStdin({ stdin, stdinIsTerminal }: Shell): Promise<string> {
  if (stdinIsTerminal)
    throw new UsageError('--key-stdin reads the key from a pipe; without it you are asked.');
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > mostChars) break;
  }
  const fault = keyFault(text.trim());
  if (fault !== undefined) throw new UsageError(`Standard input holds no key. ${fault}`);
  return text.trim();
}

function fromFile({ surroundings, warn }: Shell, given: string, option: string): KnownKey {
  const file = resolve(given);
  const text = readKey(surroundings, file);
  const fault = keyFault(text ?? '');
  if (text === undefined || fault !== undefined)
    throw new UsageError(`${option} names ${file}, which cannot be read or holds no key.`);
  const mode = surroundings.disk.look(file)?.mode ?? 0;
  if (surroundings.platform !== 'win32' && (mode & 0o077) !== 0)
    warn(`copper-mcp: others on this machine may read ${file}; chmod 600 makes it yours alone.`);
  return { text, file, from: file };
}

/** The key that was given on the command line or, failing that, in the environment. @throws UsageError */
export async function givenKey(shell: Shell, options: InstallOptions): Promise<KnownKey | undefined> {
  const named = options['key-file'];
  if (named !== undefined) return fromFile(shell, named, '--key-file');
  if (options['key-stdin']) return { text: await fromStdin(shell), from: 'standard input' };
  const file = shell.env.COPPER_API_KEY_FILE?.trim();
  if (file) return fromFile(shell, file, 'COPPER_API_KEY_FILE');
  const text = shell.env.COPPER_API_KEY?.trim();
  if (!text) return undefined;
  const fault = keyFault(text);
  if (fault !== undefined) throw new UsageError(`COPPER_API_KEY: ${fault}`);
  return { text, from: 'COPPER_API_KEY' };
}

/** Entries of ours that clients hold already, with an account of a person. */
const entries = ({ surroundings }: Shell) =>
  clients.flatMap((client) => {
    const { state } = lookAt(client, surroundings);
    return state.is === 'ours' && modeOf(state.entry) !== 'sandbox' ? { client, env: state.entry.env } : [];
  });

/** A key that an earlier `install` kept, or that stands in some client's configuration. */
export function keptKey(shell: Shell): KnownKey | undefined {
  const { surroundings } = shell;
  const held = entries(shell);
  const files = [keyFileOf(surroundings), ...held.flatMap(({ env }) => env.COPPER_API_KEY_FILE ?? [])];
  for (const file of files) {
    const text = readKey(surroundings, file);
    if (text !== undefined && keyFault(text) === undefined) return { text, file, from: file };
  }
  for (const { client, env } of held) {
    const text = env.COPPER_API_KEY;
    if (text !== undefined && !text.startsWith('${') && keyFault(text) === undefined)
      return { text, from: `the configuration of ${client.name}` };
  }
  return undefined;
}

/** Another address of the API than Copper's own: what the environment says, or what the clients' entries say already. */
export function knownBaseUrl({ env }: Shell, sights: readonly Sight[]): string | undefined {
  const held = sights.flatMap(({ state }) =>
    state.is === 'ours' ? (state.entry.env.COPPER_API_BASE_URL ?? []) : [],
  );
  return env.COPPER_API_BASE_URL?.trim() || held[0];
}

/** The e-mail that was given, stands in the environment, or belongs to the key in some client. @throws UsageError */
export function knownEmail(shell: Shell, { email }: InstallOptions): string | undefined {
  const fault = email === undefined ? undefined : emailFault(email);
  if (fault !== undefined) throw new UsageError(`--email: ${fault}`);
  const kept = entries(shell).flatMap(({ env }) => env.COPPER_USER_EMAIL ?? []);
  const all = [email, shell.env.COPPER_USER_EMAIL?.trim(), ...kept];
  return all.find((one) => one !== undefined && emailFault(one) === undefined);
}
