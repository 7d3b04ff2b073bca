import { ConfigError } from '../config.ts';
import { clients } from './doctor/clients.ts';
import type { Examination, Finding, Patient } from './doctor/examination.ts';
import { examineAccount } from './doctor/examine-account.ts';
import { key } from './doctor/key.ts';
import { network } from './doctor/network.ts';
import { newestVersion } from './doctor/newest-version.ts';
import { runtime } from './doctor/runtime.ts';
import { settings } from './doctor/settings.ts';
import { tools } from './doctor/tools.ts';
import { hanging } from './layout.ts';
import { progressLine } from './progress-line.ts';
import { readArguments } from './read-arguments.ts';
import { shellConfig } from './settings.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { versionNumber } from './version.ts';

/** This machine and the way to Copper, one line an examination. The account comes after them, where none of them fails. */
const examinations: readonly Examination[] = [runtime, key, settings, tools, clients, network];

const fails = ({ mark }: Finding) => mark === 'fail';

async function* examineAll(shell: Shell, sandbox: boolean, offline: boolean): AsyncGenerator<Finding> {
  let patient: Patient;
  try {
    patient = { shell, config: shellConfig(shell, sandbox), sandbox, offline };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = 'Mend it first: nothing else can be looked at.';
    return yield { mark: 'fail', what: 'setting', said: error.message, advice };
  }
  let well = true;
  for (const examine of examinations) {
    const findings = await examine(patient);
    well &&= !findings.some(fails);
    yield* findings;
  }
  if (well && (sandbox || !offline)) yield* examineAccount(patient);
  yield* await newestVersion(patient);
}

const marks = { ok: ['green', '✓'], warn: ['yellow', '!'], fail: ['red', '✗'] } as const;
const widest = 10;

function show(shell: Shell, { mark, what, said, advice }: Finding): void {
  const [style, sign] = marks[mark];
  const start = `${paint(shell, style, sign)} ${what.padEnd(widest)} `;
  const lines = hanging(start, said, shell.columns);
  const more = advice === undefined ? [] : hanging(`  ${' '.repeat(widest)} → `, advice, shell.columns);
  for (const line of lines) shell.print(line);
  for (const line of more) shell.print(paint(shell, 'yellow', line));
}

function summary(findings: readonly Finding[], asked: boolean): string {
  const failed = findings.filter(fails).length;
  const warned = findings.filter(({ mark }) => mark === 'warn').length;
  const warnings = warned === 0 ? '' : `${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
  if (failed > 0) return `${failed} to mend${warnings && `, ${warnings}`}.`;
  if (!asked) return `Nothing fails here${warnings && `, with ${warnings}`}; Copper was not asked.`;
  return warnings === '' ? 'All is well.' : `It works, with ${warnings}.`;
}

/** Looks at everything that has to be right, one line each, with advice below; exit code 1 when something fails. */
export async function doctor(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { sandbox = false, offline = false, json = false } = readArguments('doctor', args).values;
  const line = progressLine({ screen: json ? undefined : shell.screen, clock: shell.clock });
  const findings: Finding[] = [];
  line.show({ message: 'examining' });
  try {
    for await (const finding of examineAll(shell, sandbox, offline)) {
      findings.push(finding);
      line.clear();
      if (!json) show(shell, finding);
    }
  } finally {
    line.end();
  }
  const ok = !findings.some(fails);
  if (json) shell.print(JSON.stringify({ ok, version: versionNumber, findings }, null, 2));
  else shell.print(summary(findings, sandbox || !offline));
  return ok ? 0 : 1;
}
