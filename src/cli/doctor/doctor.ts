import { ConfigError } from '../../config.ts';
import { numbered } from '../../tool/sentences.ts';
import { accountNumber } from '../../tool/setting-text.ts';
import { commands } from '../commands.ts';
import { readArguments } from '../read-arguments.ts';
import { type ExitCode, paint, type Shell, shellConfig, UsageError, versionNumber } from '../shell.ts';
import { hangingIndent } from '../terminal/layout.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { runAccountChecks } from './account.ts';
import { checkClients } from './clients.ts';
import { type DoctorContext, type Finding, failed } from './finding.ts';
import { checkNetwork } from './network.ts';
import { checkCredentials, checkSettings, checkTools } from './settings.ts';
import { checkNode, checkVersion } from './versions.ts';

/** This machine and the connection to Copper, in this order. If none of them fails, the account is checked next. */
const checks = [checkNode, checkCredentials, checkSettings, checkTools, checkClients, checkNetwork];

/** What the doctor was asked for. */
type DoctorOptions = Pick<DoctorContext, 'sandbox' | 'offline' | 'accountId'>;

const fails = ({ mark }: Finding) => mark === 'fail';

async function* runChecks(
  shell: Shell,
  { sandbox, offline, accountId }: DoctorOptions,
): AsyncGenerator<Finding> {
  let context: DoctorContext;
  try {
    context = { shell, config: shellConfig(shell, sandbox), sandbox, offline, accountId };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return yield failed('setting', error.message, 'Fix this first: nothing else can be checked.');
  }
  let healthy = true;
  for (const check of checks) {
    const findings = await check(context);
    // What a client starts says nothing of this copy.
    healthy &&= check === checkClients || !findings.some(fails);
    yield* findings;
  }
  if (healthy && (sandbox || !offline)) yield* runAccountChecks(context);
  yield* await checkVersion(context);
}

const marks = { ok: ['green', '✓'], warn: ['yellow', '!'], fail: ['red', '✗'] } as const;
const widest = 10;

function print(shell: Shell, { mark, what, said, advice }: Finding): void {
  const [style, sign] = marks[mark];
  const start = `${paint(shell, style, sign)} ${what.padEnd(widest)} `;
  const lines = hangingIndent(start, said, shell.columns);
  const adviceLines =
    advice === undefined ? [] : hangingIndent(`  ${' '.repeat(widest)} → `, advice, shell.columns);
  for (const line of lines) shell.print(line);
  for (const line of adviceLines) shell.print(paint(shell, 'yellow', line));
}

function summary(findings: readonly Finding[], askedCopper: boolean): string {
  const problems = findings.filter(fails).length;
  const warnings = findings.filter(({ mark }) => mark === 'warn').length;
  const shownWarnings = numbered(warnings, 'warning', 'warnings');
  const alsoWarnings = warnings === 0 ? '' : `, ${shownWarnings}`;
  if (problems > 0) return `${numbered(problems, 'problem', 'problems')}${alsoWarnings}.`;
  if (!askedCopper) return `No problems found${alsoWarnings}. Copper was not asked.`;
  return warnings === 0 ? 'Everything works.' : `It works, with ${shownWarnings}.`;
}

/** Checks everything that has to be right, one line each, with advice below; exit code 1 when something fails. */
export async function doctorCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values } = readArguments(commands.doctor, args);
  const { sandbox = false, offline = false, json = false, 'account-id': account = '' } = values;
  const accountId = accountNumber(account.trim());
  if (account !== '' && accountId === undefined)
    throw new UsageError('--account-id must be an address of your Copper, or the number in it.');
  if (account !== '' && offline)
    throw new UsageError('--account-id is compared with what Copper says: leave out --offline.');
  const line = progressLine({ screen: json ? undefined : shell.screen, clock: shell.clock });
  const findings: Finding[] = [];
  line.show({ message: 'checking' });
  try {
    for await (const finding of runChecks(shell, { sandbox, offline, accountId })) {
      findings.push(finding);
      line.clear();
      if (!json) print(shell, finding);
    }
  } finally {
    line.end();
  }
  const ok = !findings.some(fails);
  if (json) shell.print(JSON.stringify({ ok, version: versionNumber, findings }, null, 2));
  else shell.print(summary(findings, sandbox || !offline));
  return ok ? 0 : 1;
}
