import { resolve } from 'node:path';
import type { Client } from '../clients/client.ts';
import { type Access, entryFor } from '../clients/entry.ts';
import { putEntry } from '../clients/entry-edits.ts';
import { launchFor } from '../clients/launch.ts';
import { locate } from '../clients/locate.ts';
import { revise } from '../clients/write-config.ts';
import type { InstallOptions } from './install-options.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { tilde } from './show-change.ts';

/** The form that most clients read. */
const form: Omit<Client, 'id' | 'name'> = {
  folders: [],
  files: [],
  format: { kind: 'json', comments: false, trailingCommas: false },
  servers: [['mcpServers']],
  form: 'fields',
  fromDesktop: false,
  afterwards: '',
};

function accessOf(options: InstallOptions, { asksForSecrets }: Pick<Client, 'asksForSecrets'>): Access {
  if (options.sandbox) return { kind: 'sandbox' };
  const { email = 'you@company.com', 'key-file': file } = options;
  if (options['vscode-input'] && asksForSecrets === true) return { kind: 'key', email, key: 'input' };
  const key = file === undefined ? { text: 'your-copper-api-key' } : { file: resolve(file) };
  return { kind: 'key', email, key };
}

/** Prints what to paste into a configuration: in the form of the clients that are named, else in the one that most read. Writes nothing. */
export function snippet(shell: Shell, options: InstallOptions): ExitCode {
  const { surroundings } = shell;
  const text = (client: Client) => {
    const entry = entryFor(launchFor(client, surroundings, options.local), accessOf(options, client));
    return revise(client, '', (value) => putEntry(client, value, entry)).trimEnd();
  };
  if (options.clients.length === 0) shell.print(text({ ...form, id: 'cursor', name: '' }));
  for (const client of options.clients) {
    shell.warn(paint(shell, 'dim', `${client.name}: ${tilde(shell, locate(client, surroundings).path)}`));
    shell.print(text(client));
  }
  return 0;
}
