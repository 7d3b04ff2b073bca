import { nearest } from '../tool/nearest.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';

type Command = (shell: Shell, args: readonly string[]) => Promise<ExitCode> | ExitCode;

/** One line a command; each is loaded only when it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  http: async () => (await import('./http.ts')).http,
  token: async () => (await import('./token.ts')).token,
  tools: async () => (await import('./tools.ts')).tools,
  call: async () => (await import('./call.ts')).call,
  doctor: async () => (await import('./doctor.ts')).doctor,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  help: async () => (await import('./help.ts')).help,
  version: async () => (await import('./help.ts')).version,
};

function choose(args: readonly string[]): { name: string; rest: readonly string[] } {
  const [first, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) return { name: 'help', rest: args };
  if (first === '--version' || first === '-v') return { name: 'version', rest };
  if (first === undefined || first.startsWith('-')) return { name: 'serve', rest: args };
  return { name: first, rest };
}

/** Runs the command that the arguments name; a mistake of the user is one line on stderr and exit code 2. */
export async function main(shell: Shell): Promise<ExitCode> {
  const { name, rest } = choose(shell.args);
  try {
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load === undefined) {
      const [near] = nearest(name, Object.keys(commands), 1);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      throw new UsageError(`There is no command "${name}".${hint} \`copper-mcp --help\` shows all.`);
    }
    return await (await load())(shell, rest);
  } catch (error) {
    if (shell.interrupted.aborted) return 130;
    const known =
      error instanceof UsageError ||
      (error instanceof Error && ['ConfigError', 'ChoiceError'].includes(error.name));
    if (!known && !isArgumentError(error)) {
      // Node would print the bundle's line of code as well, which is very long.
      shell.warn(error instanceof Error ? String(error.stack) : String(error));
      return 1;
    }
    const message = error instanceof Error ? error.message : String(error);
    shell.warn(`copper-mcp: ${message.replace(/\s*\n\s*/g, ' ')}`);
    return 2;
  }
}

/** What `parseArgs` of Node throws for options it does not know. */
function isArgumentError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
