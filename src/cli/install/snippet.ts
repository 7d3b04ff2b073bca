import { resolve } from 'node:path';
import { applyToText } from '../../clients/config-file.ts';
import { type AccountAccess, entryFor } from '../../clients/entry.ts';
import { addEntryEdits } from '../../clients/entry-edits.ts';
import { locateConfig } from '../../clients/locate.ts';
import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { accountNumber } from '../../tool/setting-text.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import { chooseLaunches, warnOfCopies } from './choose-launch.ts';
import { withTilde } from './diff.ts';
import { type InstallOptions, unclearName } from './options.ts';

function accessOf(options: InstallOptions, { promptsForSecrets }: McpClient): AccountAccess {
  if (options.sandbox) return { kind: 'sandbox' };
  const { email = 'you@company.com', 'key-file': file } = options;
  const accountId = accountNumber(options['account-id']?.trim() ?? '');
  if (options['vscode-input'] && promptsForSecrets === true)
    return { kind: 'key', email, key: 'input', accountId };
  const key = file === undefined ? { text: 'your-copper-api-key' } : { file: resolve(file) };
  return { kind: 'key', email, key, accountId };
}

/** Most clients read the form of Cursor. Where npx is on this machine is no matter for an example. */
const example = mcpClients
  .filter(({ id }) => id === 'cursor')
  .map((client) => ({ ...client, name: 'the client', fromDesktop: false }));

/**
 * Prints what to paste into a configuration: for each client that is named, else in the form that most clients read. Writes nothing.
 *
 * @throws UsageError for a name that may mean several clients
 */
export async function printSnippet(shell: Shell, options: InstallOptions): Promise<ExitCode> {
  const { machine } = shell;
  const [unclear] = options.unclear;
  if (unclear !== undefined) throw unclearName(unclear);
  const isNamed = options.clients.length > 0;
  const targets = (isNamed ? options.clients : example).map((client) => ({ client, env: {} }));
  const launches = await chooseLaunches(shell, targets, options.local === true);
  warnOfCopies(shell, launches);
  for (const { client, launch } of launches) {
    const entry = entryFor(launch, accessOf(options, client));
    const { path } = locateConfig(client, machine);
    if (isNamed) shell.warn(paint(shell, 'dim', `${client.name}: ${withTilde(shell, path)}`));
    shell.print(applyToText(client, '', (value) => addEntryEdits(client, value, entry)).trimEnd());
  }
  return 0;
}
