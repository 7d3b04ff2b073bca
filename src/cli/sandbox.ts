import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { serveSandbox } from '../sandbox/serve.ts';
import { readArguments } from './read-arguments.ts';
import { churnKinds, faultKinds, switches } from './sandbox-switches.ts';
import { shellConfig } from './settings.ts';
import { type ExitCode, paint, type Shell, UsageError } from './shell.ts';

type Value = string | number | boolean;

function readValue(name: string, text: string): Value {
  const form: string | readonly string[] | undefined = Object.entries(switches).find(
    ([key]) => key === name,
  )?.[1].takes;
  if (form === 'number' && /^\d+$/.test(text)) return Number(text);
  if (form === 'yes or no' && /^(yes|no|true|false)$/.test(text)) return text === 'yes' || text === 'true';
  if (Array.isArray(form) && form.includes(text)) return text;
  throw new UsageError(`--${name} takes ${Array.isArray(form) ? form.join(', ') : form}; not "${text}".`);
}

/** `502-html:3`: every third request breaks so. */
function readFault(text: string | undefined): Pick<SandboxOptions, 'fault'> {
  if (text === undefined) return {};
  const [name, every = '1'] = text.split(':');
  const kind = faultKinds.find((one) => one === name);
  if (kind === undefined || !/^[1-9]\d*$/.test(every)) {
    throw new UsageError(
      `--fault takes a kind and how often, e.g. 502-html:3; kinds: ${faultKinds.join(', ')}.`,
    );
  }
  return { fault: { kind, every: Number(every) } };
}

/** `move:2`: after each page, two of its records move. */
function readChurn(text: string | undefined): Pick<SandboxOptions, 'churn'> {
  if (text === undefined) return {};
  const [name, rows = '1'] = text.split(':');
  const kind = churnKinds.find((one) => one === name);
  if (kind === undefined || !/^[1-9]\d*$/.test(rows)) {
    throw new UsageError(
      `--churn takes a kind and how many rows, e.g. move:2; kinds: ${churnKinds.join(', ')}.`,
    );
  }
  return { churn: { kind, rows: Number(rows) } };
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Opens the port; an address that cannot be had is the person's mistake, not ours. */
async function open(made: Sandbox, host: string, port: number) {
  try {
    return await serveSandbox(made, { port, host });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'EADDRINUSE' ? 'something else listens there' : code;
    throw new UsageError(`${host} port ${port} cannot be used: ${why}. --port and --host name others.`);
  }
}

/** An invented Copper over HTTP, until interrupted: the address and what to set stand on stdout. */
export async function sandbox(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { port = '0', host = '127.0.0.1', fault, churn, ...given } = readArguments('sandbox', args).values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`--port takes a number up to 65535, 0 for any free one; not "${port}".`);
  const chosen = Object.entries(given).map(
    ([name, value]) => [camel(name), readValue(name, String(value))] as const,
  );
  const { clock } = shell;
  const made = createSandbox({
    now: clock.now,
    sleep: clock.sleep,
    timeZone: shellConfig(shell, true).timeZone,
    ...Object.fromEntries(chosen),
    ...readFault(fault),
    ...readChurn(churn),
  });
  const { url, close } = await open(made, host, Number(port));
  shell.print(url);
  shell.warn(paint(shell, 'dim', 'An invented Copper; any key is taken. To use it from another terminal:'));
  shell.warn(
    `  COPPER_API_BASE_URL=${url} COPPER_API_KEY=any COPPER_USER_EMAIL=dana.li@example.com copper-mcp doctor`,
  );
  shell.warn(paint(shell, 'dim', 'Ctrl-C stops it.'));
  await new Promise<void>((resolve) => {
    if (shell.interrupted.aborted) resolve();
    shell.interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  await close();
  return 0;
}
