import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { numbered } from '../../tool/sentences.ts';
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
  /** True if what was written is a command that should have been started first. */
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

/** False if something was not possible, or does not start. */
const isGood = ({ result, started }: ClientOutcome) => result !== 'not possible' && started !== false;

/** What became of one client, as the end of a sentence. */
function textOf(
  shell: Shell,
  outcome: ClientOutcome,
  { nextStep, unchanged, starts }: OutcomeReport,
): string {
  const { id, result, problem, started, tools, startProblem } = outcome;
  const path = withTilde(shell, outcome.path);
  const client = mcpClients.find((one) => one.id === id);
  const next = client === undefined ? undefined : nextStep?.(client);
  const isTried = starts !== true || started !== undefined;
  const seen = tools === undefined ? '' : `; it starts and lists ${numbered(tools, 'tool', 'tools')}`;
  switch (result) {
    case 'written':
      return `${isTried ? `done${seen}` : 'written, but not started'}${next === undefined ? '' : `. Next: ${next}`}`;
    case 'would be written':
      return 'would be changed as shown';
    case 'as it should be':
      return startProblem === undefined
        ? `${unchanged}${seen}`
        : `already set up, but the command in ${path} does not start this server: ${startProblem}`;
    default:
      return startProblem === undefined
        ? `${path} ${problem}`
        : `not done. The command for it does not start this server: ${startProblem}. ${path} was left as it was; --no-start writes it all the same`;
  }
}

function printOutcome(shell: Shell, outcome: ClientOutcome, report: OutcomeReport): void {
  const { name, result, backup } = outcome;
  const [style, sign] = marks[isGood(outcome) ? result : 'not possible'];
  shell.print(`${paint(shell, style, sign)} ${name}: ${textOf(shell, outcome, report)}.`);
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
