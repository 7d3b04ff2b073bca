import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import type { ClientOutcome } from './client-change.ts';
import { withTilde } from './diff.ts';
import type { StepContext } from './options.ts';

/** How outcomes are printed. */
interface OutcomeReport {
  /** Printed if there is no outcome. */
  readonly none?: string;
  /** Printed of a client whose configuration needs no change. */
  readonly unchanged?: string;
  /** What a person does with a client that was changed. */
  readonly nextStep?: (client: McpClient) => string;
  /** True if what was written is a command that should have been started. */
  readonly starts?: boolean;
  /** Further facts for scripts. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const marks = {
  written: ['green', '✓'],
  'would be written': ['cyan', '→'],
  'as it should be': ['green', '✓'],
  'not possible': ['red', '✗'],
} as const;

/** False if something was not possible, or was written and does not start. */
const isGood = ({ result, started }: ClientOutcome) => result !== 'not possible' && started !== false;

function printOutcome(shell: Shell, outcome: ClientOutcome, report: OutcomeReport): void {
  const { id, name, path, result, problem, backup, started, startProblem } = outcome;
  const { nextStep, unchanged, starts } = report;
  const [style, sign] = marks[isGood(outcome) ? result : 'not possible'];
  const client = mcpClients.find((one) => one.id === id);
  const next = client === undefined ? undefined : nextStep?.(client);
  const done = starts === true && started === undefined ? 'written, but not started' : 'done';
  const texts = {
    written:
      startProblem !== undefined
        ? `${withTilde(shell, path)} was written, but the command in it does not start this server: ${startProblem}`
        : next === undefined
          ? done
          : `${done}. Next: ${next}`,
    'would be written': 'would be changed as shown',
    'as it should be': unchanged,
    'not possible': `${withTilde(shell, path)} ${problem}`,
  };
  shell.print(`${paint(shell, style, sign)} ${name}: ${texts[result]}.`);
  if (backup === undefined) return;
  const copy =
    outcome.backupIsOlder === true
      ? 'The copy from before an earlier change, without what has changed since'
      : 'The original, from before this change';
  const warning = outcome.backupHasKey === true ? ', which contains the key' : '';
  shell.print(`  ${paint(shell, 'dim', `${copy}: ${withTilde(shell, backup)}${warning}`)}`);
}

/** Prints what became of each client; exit code 1 if something could not be done. */
export function printOutcomes(
  { shell, options: { json, 'dry-run': dryRun = false } }: StepContext,
  outcomes: readonly ClientOutcome[],
  report: OutcomeReport,
): ExitCode {
  const { none, facts } = report;
  const ok = outcomes.every(isGood);
  if (json) shell.print(JSON.stringify({ ok, dryRun, ...facts, clients: outcomes }, null, 2));
  else {
    for (const outcome of outcomes) printOutcome(shell, outcome, report);
    if (outcomes.length === 0 && none !== undefined) shell.print(none);
    if (dryRun) shell.print(paint(shell, 'dim', 'Dry run: nothing was written.'));
  }
  return ok ? 0 : 1;
}
