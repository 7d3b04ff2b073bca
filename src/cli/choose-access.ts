import type { Access } from '../clients/entry.ts';
import { keyFileOf } from '../clients/key-file.ts';
import type { Sight } from '../clients/look.ts';
import { checkKey } from './check-key.ts';
import type { InstallOptions } from './install-options.ts';
import {
  emailFault,
  givenKey,
  type KnownKey,
  keptKey,
  keyFault,
  knownBaseUrl,
  knownEmail,
} from './known-key.ts';
import type { Prompts } from './prompts.ts';
import { paint, type Shell, UsageError } from './shell.ts';

/** How a server gets at an account, for each of the clients, and what has to be kept for that. */
export interface ChosenAccess {
  of(sight: Sight): Access;
  /** A key that has to be written to the file of ours first. */
  readonly keep?: string;
}

/** A key and its owner do not fit, or Copper could not be asked. */
export class RefusedKey extends Error {}

const sandbox: ChosenAccess = { of: () => ({ kind: 'sandbox' }) };

const missing = (what: string) =>
  new UsageError(`No ${what}, or --sandbox for invented data. Nothing was written.`);

/** What `--dry-run` shows where nothing was told: it is of the form that will be written. */
const unknownEmail = 'you@company.com';

async function typedKey(prompts: Prompts): Promise<KnownKey> {
  const question = 'Copper API key (in Copper: Settings → Integrations → API Keys)';
  return { text: await prompts.secret(question, keyFault), from: 'you' };
}

const typedEmail = (prompts: Prompts, preset: string | undefined) =>
  prompts.text("E-mail of the key's owner", emailFault, preset);

async function chooseKey(
  shell: Shell,
  options: InstallOptions,
  prompts: Prompts | undefined,
): Promise<KnownKey | undefined> {
  const given = await givenKey(shell, options);
  if (given !== undefined) return given;
  const kept = keptKey(shell);
  if (prompts === undefined) {
    if (kept !== undefined || options['dry-run']) return kept;
    throw missing('Copper API key is known: give --key-stdin or --key-file FILE');
  }
  if (kept !== undefined && (await prompts.yes(`Use the key in ${kept.from}?`))) return kept;
  return typedKey(prompts);
}

async function chooseEmail(
  shell: Shell,
  options: InstallOptions,
  prompts: Prompts | undefined,
): Promise<string> {
  const known = knownEmail(shell, options);
  if (options.email !== undefined && known !== undefined) return known;
  if (prompts !== undefined) return typedEmail(prompts, known);
  if (known !== undefined || options['dry-run']) return known ?? unknownEmail;
  throw missing("e-mail of the key's owner is known: give --email");
}

/** Tells what Copper says of the key; false to ask for another one. @throws RefusedKey where nobody can be asked */
async function settled(
  shell: Shell,
  key: string,
  email: string,
  baseUrl: string | undefined,
  prompts: Prompts | undefined,
): Promise<boolean> {
  shell.warn(paint(shell, 'dim', 'Asking Copper whom the key acts for …'));
  const verdict = await checkKey(shell, key, email, baseUrl);
  if (verdict.good) {
    shell.warn(`${paint(shell, 'green', '✓')} The key is good; it acts for ${verdict.who}.`);
    return true;
  }
  if (prompts === undefined) throw new RefusedKey(`${verdict.why} Nothing was written.`);
  shell.warn(`${paint(shell, 'red', '✗')} ${verdict.why}`);
  const next = await prompts.one('What now?', [
    { value: 'again', label: 'Enter the key and the e-mail again' },
    { value: 'anyway', label: 'Use them all the same' },
  ]);
  return next === 'anyway';
}

async function wantsSandbox(options: InstallOptions, prompts: Prompts | undefined): Promise<boolean> {
  if (options.sandbox || prompts === undefined) return options.sandbox;
  if (options['key-file'] !== undefined || options['key-stdin']) return false;
  const kind = await prompts.one('Which data should it read?', [
    { value: 'key', label: 'My Copper account', hint: 'with an API key' },
    { value: 'sandbox', label: 'The sandbox', hint: 'invented data, no key needed' },
  ]);
  return kind === 'sandbox';
}

/**
 * Finds out how the server gets at an account: what the options, the environment and earlier runs do not tell is asked. A key is tried
 * before it is written.
 *
 * @param prompts undefined where nobody may be asked
 * @throws UsageError where something is missing and nobody may be asked; RefusedKey where Copper does not take the key
 */
export async function chooseAccess(
  shell: Shell,
  options: InstallOptions,
  sights: readonly Sight[],
  prompts: Prompts | undefined,
): Promise<ChosenAccess> {
  if (await wantsSandbox(options, prompts)) return sandbox;
  const baseUrl = knownBaseUrl(shell, sights);
  const asks = ({ client }: Sight) => options['vscode-input'] && client.asksForSecrets === true;
  if (sights.every(asks)) {
    const email = await chooseEmail(shell, options, prompts);
    return { of: () => ({ kind: 'key', email, key: 'input', baseUrl }) };
  }
  let key = await chooseKey(shell, options, prompts);
  let email = await chooseEmail(shell, options, prompts);
  while (
    key !== undefined &&
    !options['no-check'] &&
    !(await settled(shell, key.text, email, baseUrl, prompts))
  ) {
    if (prompts === undefined) break;
    key = await typedKey(prompts);
    email = await typedEmail(prompts, email);
  }
  const own = keyFileOf(shell.surroundings);
  const inText = key !== undefined && options['key-in-config'] ? { text: key.text } : undefined;
  const place = inText ?? { file: key?.file ?? own };
  const keep = inText !== undefined || key === undefined || key.file !== undefined ? {} : { keep: key.text };
  return {
    ...keep,
    of: (sight) => ({ kind: 'key', email, key: asks(sight) ? 'input' : place, baseUrl }),
  };
}
