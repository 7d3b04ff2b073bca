import { codeOf } from '../clients/local-machine.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serveSandbox } from '../sandbox/serve.ts';
import { commands } from './commands.ts';
import { readArguments } from './read-arguments.ts';
import { churnKinds, faultKinds, sandboxSwitches } from './sandbox-switches.ts';
import { type ExitCode, interruption, paint, type Shell, shellConfig, UsageError } from './shell.ts';

function readSwitch(name: string, text: string): string | number | boolean {
  const known = new Map<string, { readonly takes: string | readonly string[] }>(
    Object.entries(sandboxSwitches),
  );
  const takes = known.get(name)?.takes;
  if (takes === 'number' && /^\d+$/.test(text)) return Number(text);
  if (takes === 'yes or no' && /^(yes|no|true|false)$/.test(text)) return text === 'yes' || text === 'true';
  if (Array.isArray(takes) && takes.includes(text)) return text;
  throw new UsageError(`--${name} takes ${Array.isArray(takes) ? takes.join(', ') : takes}; not "${text}".`);
}

/** Reads `KIND:N`, e.g. `502-html:3`; N is 1 if it is left out. @throws UsageError */
function readKind<Kind extends string>(option: string, text: string, kinds: readonly Kind[]) {
  const [name, number = '1'] = text.split(':');
  const kind = kinds.find((one) => one === name);
  if (kind !== undefined && /^[1-9]\d*$/.test(number)) return { kind, number: Number(number) };
  throw new UsageError(`--${option} takes KIND:N, e.g. ${kinds[0]}:3. Kinds: ${kinds.join(', ')}.`);
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Opens the port. @throws UsageError if the address cannot be used */
async function open(sandbox: Sandbox, host: string, port: number) {
  try {
    return await serveSandbox(sandbox, { port, host });
  } catch (error) {
    const code = codeOf(error);
    const why = code === 'EADDRINUSE' ? 'another program is using it' : code;
    throw new UsageError(
      `${host} port ${port} cannot be used: ${why}. Choose another with --port and --host.`,
    );
  }
}

/** The time zone of the account. @throws UsageError if there is no such zone */
function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(`--account-zone takes a time zone such as America/New_York; not "${zone}".`);
  }
}

/** Serves the sandbox over HTTP until interrupted; its address is on stdout, what to set on stderr. */
export async function sandboxCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values } = readArguments(commands.sandbox, args);
  const { port = '0', host = '127.0.0.1', fault, churn, hostile, 'account-zone': zone, ...given } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`--port takes a number up to 65535, or 0 for any free port; not "${port}".`);
  const chosen = Object.entries(given).map(
    ([name, value]) => [camel(name), readSwitch(name, String(value))] as const,
  );
  const broken = fault === undefined ? undefined : readKind('fault', fault, faultKinds);
  const changing = churn === undefined ? undefined : readKind('churn', churn, churnKinds);
  const { clock } = shell;
  const sandbox = createSandbox({
    now: clock.now,
    sleep: clock.sleep,
    timeZone: zone === undefined ? shellConfig(shell, true).timeZone : readZone(zone),
    ...(hostile && { hostile }),
    ...Object.fromEntries(chosen),
    ...(broken && { fault: { kind: broken.kind, every: broken.number } }),
    ...(changing && { churn: { kind: changing.kind, rows: changing.number } }),
  });
  const { url, close } = await open(sandbox, host, Number(port));
  // Whoever wanted the address may be gone: callers are not.
  shell.stdout.on('error', () => undefined);
  shell.print(url);
  shell.warn(paint(shell, 'dim', 'The sandbox accepts any key. To use it from another terminal:'));
  shell.warn(
    `  COPPER_API_BASE_URL=${url} COPPER_API_KEY=any COPPER_USER_EMAIL=dana.li@example.com copper-mcp doctor`,
  );
  shell.warn(paint(shell, 'dim', 'Ctrl-C stops it.'));
  await interruption(shell);
  await close();
  return 0;
}
