import { resolve } from 'node:path';
import { applyToText } from '../../clients/config-file.ts';
import { type AccountAccess, entryFor } from '../../clients/entry.ts';
import { addEntryEdits } from '../../clients/entry-edits.ts';
import { launchFor } from '../../clients/launch.ts';
import { locateConfig } from '../../clients/locate.ts';
import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { accountNumber } from '../../tool/setting-text.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import { withTilde } from './diff.ts';
import type { InstallOptions } from './options.ts';

function accessOf(options: InstallOptions, { promptsForSecrets }: McpClient): AccountAccess {
  if (options.sandbox) return { kind: 'sandbox' };
  const { email = 'you@company.com', 'key-file': file } = options;
  const accountId = accountNumber(options['account-id']?.trim() ?? '');
  if (options['vscode-input'] && promptsForSecrets === true)
    return { kind: 'key', email, key: 'input', accountId };
  const key = file === undefined ? { text: 'your-copper-api-key' } : { file: resolve(file) };
  return { kind: 'key', email, key, accountId };
}

/** Prints what to paste into a configuration: for each client that is named, else in the form that most clients read. Writes nothing. */
export function printSnippet(shell: Shell, options: InstallOptions): ExitCode {
  const { machine } = shell;
  const text = (client: McpClient) => {
    const entry = entryFor(launchFor(client, machine, options.local === true), accessOf(options, client));
    return applyToText(client, '', (value) => addEntryEdits(client, value, entry)).trimEnd();
  };
  // Most clients read the form of this one. Where npx is on this machine is no matter for an example.
  const [example] = mcpClients.filter(({ id }) => id === 'cursor');
  if (options.clients.length === 0 && example !== undefined)
    shell.print(text({ ...example, fromDesktop: false }));
  for (const client of options.clients) {
    const { path } = locateConfig(client, machine);
    shell.warn(paint(shell, 'dim', `${client.name}: ${withTilde(shell, path)}`));
    shell.print(text(client));
  }
  return 0;
}
