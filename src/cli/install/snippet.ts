import { resolve } from 'node:path';
import { type AccountAccess, entryFor } from '../../clients/entry.ts';
import { addEntryEdits } from '../../clients/entry-edits.ts';
import { launchFor } from '../../clients/launch.ts';
import { locateConfig } from '../../clients/locate.ts';
import type { McpClient } from '../../clients/mcp-client.ts';
import { applyToText } from '../../clients/write-config.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import { withTilde } from './diff.ts';
import type { InstallOptions } from './options.ts';

/** A client whose configuration has the form that most clients read. */
const mostClients: Omit<McpClient, 'id' | 'name'> = {
  folders: [],
  files: [],
  format: { kind: 'json', comments: false, trailingCommas: false },
  serverPaths: [['mcpServers']],
  entryForm: 'fields',
  fromDesktop: false,
  nextStep: '',
};

function accessOf(
  options: InstallOptions,
  { promptsForSecrets }: Pick<McpClient, 'promptsForSecrets'>,
): AccountAccess {
  if (options.sandbox) return { kind: 'sandbox' };
  const { email = 'you@company.com', 'key-file': file } = options;
  if (options['vscode-input'] && promptsForSecrets === true) return { kind: 'key', email, key: 'input' };
  const key = file === undefined ? { text: 'your-copper-api-key' } : { file: resolve(file) };
  return { kind: 'key', email, key };
}

/** Prints what to paste into a configuration: in the form of the clients that are named, else in the one that most read. Writes nothing. */
export function printSnippet(shell: Shell, options: InstallOptions): ExitCode {
  const { machine } = shell;
  const text = (client: McpClient) => {
    const entry = entryFor(launchFor(client, machine, options.local === true), accessOf(options, client));
    return applyToText(client, '', (value) => addEntryEdits(client, value, entry)).trimEnd();
  };
  if (options.clients.length === 0) shell.print(text({ ...mostClients, id: 'cursor', name: '' }));
  for (const client of options.clients) {
    shell.warn(
      paint(shell, 'dim', `${client.name}: ${withTilde(shell, locateConfig(client, machine).path)}`),
    );
    shell.print(text(client));
  }
  return 0;
}
