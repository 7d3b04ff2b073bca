import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { examine, type Finding } from './examine.ts';
import { shellConfig } from './settings.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { toolChoice } from './tool-choice.ts';
import { costOfAll, priced } from './tool-prices.ts';
import { watch } from './watch.ts';
import { realWorld } from './world.ts';

const mask = (secret: string) =>
  secret.length < 16
    ? `${secret.length} characters`
    : `${secret.slice(0, 2)}…${secret.slice(-2)} (${secret.length} characters)`;

/** Which tools clients are offered, and what those cost. */
function offered(config: Config): string {
  const all = priced(toolChoice(config).menu);
  const prefix = config.toolPrefix === '' ? '' : `, named ${config.toolPrefix}…`;
  return `${config.tools}: ${all.length} tools, ${costOfAll(all).toLocaleString('en-US')} tokens${prefix}`;
}

/** What is configured, secrets masked. */
function configured(config: Config, sandbox: boolean): Finding[] {
  const { credentials, baseUrl, timeZone, dialect, rateLimit, warnings } = config;
  const slips = warnings.map((warning): Finding => ({ mark: 'warn', what: 'setting', said: warning }));
  const where: Finding = {
    mark: 'ok',
    what: 'address',
    said: sandbox ? 'the sandbox, in this process' : baseUrl,
  };
  const tools: Finding = { mark: 'ok', what: 'tools', said: offered(config) };
  const rest: Finding = {
    mark: 'ok',
    what: 'settings',
    said: `zone ${timeZone}, dialect ${dialect}, ${rateLimit} requests a minute`,
  };
  if (credentials === undefined) {
    const advice =
      'Set COPPER_API_KEY (Copper: Settings → Integrations → API Keys) and COPPER_USER_EMAIL, or try --sandbox.';
    return [...slips, { mark: 'fail', what: 'key', said: 'none is set', advice }, where, rest, tools];
  }
  const key: Finding =
    credentials.kind === 'key'
      ? { mark: 'ok', what: 'key', said: `${mask(credentials.key)} of ${credentials.email}` }
      : { mark: 'ok', what: 'token', said: `${mask(credentials.token)}, sent as a bearer token` };
  return [...slips, key, where, rest, tools];
}

const marks = { ok: ['green', '✓'], warn: ['yellow', '!'], fail: ['red', '✗'] } as const;

function show(shell: Shell, { mark, what, said, advice }: Finding): void {
  const [style, sign] = marks[mark];
  shell.print(`${paint(shell, style, sign)} ${what.padEnd(14)} ${said}`);
  if (advice !== undefined) shell.print(`  ${' '.repeat(14)} ${paint(shell, 'yellow', `→ ${advice}`)}`);
}

/** Checks configuration, key and account, one line each, with advice under what fails; exit code 1 when something fails. */
export async function doctor(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { sandbox: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const findings: Finding[] = [];
  const tell = (finding: Finding) => {
    findings.push(finding);
    if (!values.json) show(shell, finding);
  };
  tell({ mark: 'ok', what: 'node', said: shell.nodeVersion });
  const config = shellConfig(shell, values.sandbox);
  for (const finding of configured(config, values.sandbox)) tell(finding);
  const seen = watch();
  // Its warnings are findings here; the log need not repeat them.
  const quiet = { ...config, warnings: [] };
  const { app, close } = await realWorld(shell, {
    sandbox: values.sandbox,
    config: quiet,
    wrap: seen.wrap,
  });
  try {
    if (app.copper !== undefined)
      for await (const finding of examine(app.copper, seen, shell.interrupted, config.timeoutMs))
        tell(finding);
  } finally {
    await close();
  }
  const failed = findings.filter(({ mark }) => mark === 'fail').length;
  if (values.json) shell.print(JSON.stringify({ ok: failed === 0, findings }, null, 2));
  else shell.print(failed === 0 ? 'All is well.' : `${failed} to mend.`);
  return failed === 0 ? 0 : 1;
}
