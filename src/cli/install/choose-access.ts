import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import type { AccountAccess } from '../../clients/entry.ts';
import { keyFilePath } from '../../clients/key-file.ts';
import { accountNumber } from '../../tool/setting-text.ts';
import { checkKey } from '../key-owner.ts';
import { paint, UsageError } from '../shell.ts';
import type { UserPrompts } from '../terminal/prompts.ts';
import {
  emailProblem,
  type KnownKey,
  keyFromOptions,
  keyProblem,
  knownAccountId,
  knownBaseUrl,
  knownEmail,
  storedKey,
} from './known-key.ts';
import { accountProblem, type InstallOptions, KeyRefused, type StepContext } from './options.ts';

type Context = StepContext<InstallOptions>;

/** How the server authenticates, for each of the clients, and the key to store for that. */
export interface ChosenAccess {
  of(snapshot: ConfigSnapshot): AccountAccess;
  /** A key that has to be written to our key file first. */
  readonly keyToStore?: string;
}

const sandbox: ChosenAccess = { of: () => ({ kind: 'sandbox' }) };

const missing = (what: string, options: string) =>
  new UsageError(`${what} is missing: give ${options}, or --sandbox for demo data. Nothing was written.`);

/** What `--dry-run` shows if no address is known. */
const unknownEmail = 'you@company.com';

async function typedKey(prompts: UserPrompts): Promise<KnownKey> {
  const question = 'Copper API key (in Copper: Settings → Integrations → API Keys)';
  return { text: await prompts.secret(question, keyProblem), from: 'you' };
}

const typedEmail = (prompts: UserPrompts, preset: string | undefined) =>
  prompts.text("E-mail of the key's owner", emailProblem, preset);

async function chooseKey({ shell, options, prompts }: Context): Promise<KnownKey | undefined> {
  const given = await keyFromOptions(shell, options);
  if (given !== undefined) return given;
  const stored = storedKey(shell);
  if (prompts === undefined) {
    if (stored !== undefined || options['dry-run']) return stored;
    throw missing('The Copper API key', '--key-stdin or --key-file FILE');
  }
  if (stored !== undefined && (await prompts.confirm(`Use the key in ${stored.from}?`))) return stored;
  return typedKey(prompts);
}

async function chooseEmail({ shell, options, prompts }: Context): Promise<string> {
  const known = knownEmail(shell, options);
  if (options.email !== undefined && known !== undefined) return known;
  if (prompts !== undefined) return typedEmail(prompts, known);
  if (known !== undefined || options['dry-run']) return known ?? unknownEmail;
  throw missing("The e-mail of the key's owner", '--email');
}

/** The number of the account, for links to its records; undefined if nobody knows or gives it. */
async function chooseAccountId({ shell, options, prompts }: Context): Promise<string | undefined> {
  const known = knownAccountId(shell, options);
  if (prompts === undefined || options['account-id'] !== undefined) return known;
  const question =
    'For links to records: any address of your Copper, pasted from the browser (empty for none)';
  return accountNumber((await prompts.text(question, accountProblem, known)).trim());
}

/** Checks a key with Copper and prints the result; false to ask for another one. @throws KeyRefused if nobody can be asked */
async function isValid(
  { shell, prompts }: Context,
  key: string,
  email: string,
  baseUrl: string | undefined,
): Promise<boolean> {
  shell.warn(paint(shell, 'dim', 'Checking your key with Copper …'));
  const result = await checkKey(shell, key, email, baseUrl);
  if (result.valid) {
    shell.warn(`${paint(shell, 'green', '✓')} The key is valid and belongs to ${result.owner}.`);
    return true;
  }
  if (prompts === undefined) throw new KeyRefused(`${result.why} Nothing was written.`);
  shell.warn(`${paint(shell, 'red', '✗')} ${result.why}`);
  const next = await prompts.chooseOne('What now?', [
    { value: 'again', label: 'Enter the key and the e-mail again' },
    { value: 'anyway', label: 'Use them anyway' },
  ]);
  return next === 'anyway';
}

async function wantsSandbox({ options, prompts }: Context): Promise<boolean> {
  if (options.sandbox || prompts === undefined) return options.sandbox === true;
  if (options['key-file'] !== undefined || options['key-stdin']) return false;
  const kind = await prompts.chooseOne('Which data should the server read?', [
    { value: 'key', label: 'My Copper account', hint: 'with an API key' },
    { value: 'sandbox', label: 'The sandbox', hint: 'demo data, no key needed' },
  ]);
  return kind === 'sandbox';
}

/**
 * Decides how the server authenticates: a person is asked for what the options, the environment and earlier runs do not say. A key is
 * checked before it is written.
 *
 * @throws UsageError if something is missing and nobody may be asked; KeyRefused if Copper does not accept the key
 */
export async function chooseAccess(
  context: Context,
  snapshots: readonly ConfigSnapshot[],
): Promise<ChosenAccess> {
  const { shell, options, prompts } = context;
  if (await wantsSandbox(context)) return sandbox;
  const baseUrl = knownBaseUrl(shell, snapshots);
  const asks = ({ client }: ConfigSnapshot) => options['vscode-input'] && client.promptsForSecrets === true;
  if (snapshots.every(asks)) {
    const email = await chooseEmail(context);
    const accountId = await chooseAccountId(context);
    return { of: () => ({ kind: 'key', email, key: 'input', baseUrl, accountId }) };
  }
  let key = await chooseKey(context);
  let email = await chooseEmail(context);
  while (key !== undefined && !options['no-check'] && !(await isValid(context, key.text, email, baseUrl))) {
    if (prompts === undefined) break;
    key = await typedKey(prompts);
    email = await typedEmail(prompts, email);
  }
  const accountId = await chooseAccountId(context);
  const own = keyFilePath(shell.machine);
  const inText = key !== undefined && options['key-in-config'] ? { text: key.text } : undefined;
  const place = inText ?? { file: key?.file ?? own };
  const keyToStore =
    inText === undefined && key !== undefined && key.file === undefined ? key.text : undefined;
  return {
    ...(keyToStore === undefined ? {} : { keyToStore }),
    of: (snapshot) => ({ kind: 'key', email, key: asks(snapshot) ? 'input' : place, baseUrl, accountId }),
  };
}
