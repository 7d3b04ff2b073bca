import type { Client } from '../clients/client.ts';
import { clients } from '../clients/table.ts';
import type { Outcome } from './client-change.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { tilde } from './show-change.ts';

/** How outcomes are told. */
export interface Telling {
  /** As data, for scripts. */
  readonly json: boolean;
  readonly dryRun: boolean;
  /** Said of a client whose configuration is as it should be. */
  readonly unchanged: string;
  /** What a person does with a client that was changed. */
  readonly after: (client: Client) => string;
  /** Further facts for scripts. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const marks = {
  written: ['green', '✓'],
  'would be written': ['cyan', '→'],
  'as it should be': ['green', '✓'],
  'not possible': ['red', '✗'],
} as const;

function tell(
  shell: Shell,
  { id, name, path, result, problem, backup, backupHasKey }: Outcome,
  { after, unchanged }: Telling,
): void {
  const [style, sign] = marks[result];
  const mark = paint(shell, style, sign);
  const client = clients.find((one) => one.id === id);
  const next = result === 'written' && client !== undefined ? `. Next: ${after(client)}` : '';
  const said = {
    written: `done${next}`,
    'would be written': 'would be changed as shown',
    'as it should be': unchanged,
    'not possible': `${tilde(shell, path)} ${problem}`,
  };
  shell.print(`${mark} ${name}: ${said[result]}.`);
  if (backup === undefined) return;
  const warning = backupHasKey === true ? ', with the key in it' : '';
  shell.print(`  ${paint(shell, 'dim', `The file as it was: ${tilde(shell, backup)}${warning}`)}`);
}

/** Tells what became of each client; exit code 1 where something could not be done. */
export function tellOutcomes(shell: Shell, outcomes: readonly Outcome[], telling: Telling): ExitCode {
  const { json, dryRun, more = {} } = telling;
  const ok = outcomes.every(({ result }) => result !== 'not possible');
  if (json) shell.print(JSON.stringify({ ok, dryRun, ...more, clients: outcomes }, null, 2));
  else for (const each of outcomes) tell(shell, each, telling);
  if (dryRun && !json) shell.print(paint(shell, 'dim', 'A dry run: nothing was written.'));
  return ok ? 0 : 1;
}
