import { nearestNames } from '../names/nearest-names.ts';
import { type ExitCode, paint, type Shell, UsageError } from './shell.ts';

type Command = (shell: Shell, args: readonly string[]) => Promise<ExitCode> | ExitCode;

/** One line a command; each is loaded only when it runs. */
const loads: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  http: async () => (await import('./http.ts')).http,
  token: async () => (await import('./token.ts')).token,
  tools: async () => (await import('./tools.ts')).tools,
  call: async () => (await import('./call.ts')).call,
  install: async () => (await import('./install.ts')).install,
  uninstall: async () => (await import('./uninstall.ts')).uninstall,
  doctor: async () => (await import('./doctor.ts')).doctor,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  completion: async () => (await import('./completion.ts')).completion,
  help: async () => (await import('./help.ts')).help,
  version: async () => (await import('./help.ts')).version,
};

/** Commands that can do without a real Copper. */
const sandboxed = ['serve', 'http', 'call', 'doctor'];

/** What the scripts of `completion` run at each press of the key; no person needs to know of it. */
const complete = async () => (await import('./complete.ts')).complete;

function choose(args: readonly string[]): { name: string; rest: readonly string[] } {
  const [first, ...rest] = args;
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  if (own.some((word) => word === '--help' || word === '-h')) {
    const words = own.filter((word) => !word.startsWith('-'));
    return { name: 'help', rest: words.slice(0, words[0] === 'call' || words[0] === 'help' ? 2 : 1) };
  }
  if (first === '--version' || first === '-v') return { name: 'version', rest };
  if (first === undefined || first.startsWith('-')) return { name: 'serve', rest: args };
  return { name: first, rest };
}

async function load(name: string): Promise<Command> {
  if (name === 'complete') return complete();
  const known = Object.hasOwn(loads, name) ? loads[name] : undefined;
  if (known !== undefined) return known();
  const [near] = nearestNames(name, Object.keys(loads), 1);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`There is no command "${name}".${hint} \`copper-mcp --help\` shows all.`);
}

/** Runs the command that the arguments name; a mistake of the user is one line on stderr and exit code 2. */
export async function main(shell: Shell): Promise<ExitCode> {
  const { name, rest } = choose(shell.args);
  try {
    const run = await load(name);
    const sandbox =
      sandboxed.includes(name) && /^(1|true|yes|on)$/i.test(shell.env.COPPER_SANDBOX?.trim() ?? '');
    return await run(shell, sandbox ? ['--sandbox', ...rest] : rest);
  } catch (error) {
    if (shell.interrupted.aborted) return 130;
    const who = paint({ colors: shell.warnColors }, 'red', 'copper-mcp:');
    const names = ['ConfigError', 'ChoiceError'];
    if (error instanceof UsageError || (error instanceof Error && names.includes(error.name))) {
      shell.warn(`${who} ${error.message.replace(/\s*\n\s*/g, ' ')}`);
      return 2;
    }
    // Node would print the bundle's line of code as well, which is very long.
    shell.warn(`${who} a mistake of ours; please report it with these lines:`);
    shell.warn(error instanceof Error ? String(error.stack) : String(error));
    return 1;
  }
}
