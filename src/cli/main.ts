import { suggestNames } from '../names/suggestions.ts';
import { createMask, escapedUnseen } from '../tool/outgoing-text.ts';
import { knownSecrets } from './known-secrets.ts';
import { serveCommand } from './serve.ts';
import { didYouMean, type ExitCode, paint, type Shell, UsageError } from './shell.ts';

type RunCommand = (shell: Shell, args: readonly string[]) => Promise<ExitCode> | ExitCode;

/** One line per command; each but what clients start is loaded only when it runs. */
const loads: Readonly<Record<string, () => Promise<RunCommand>>> = {
  serve: async () => serveCommand,
  http: async () => (await import('./http.ts')).httpCommand,
  token: async () => (await import('./token/token.ts')).tokenCommand,
  tools: async () => (await import('./tools.ts')).toolsCommand,
  call: async () => (await import('./call.ts')).callCommand,
  digest: async () => (await import('./digest.ts')).digestCommand,
  export: async () => (await import('./export/export.ts')).exportCommand,
  install: async () => (await import('./install/install.ts')).installCommand,
  uninstall: async () => (await import('./install/uninstall.ts')).uninstallCommand,
  doctor: async () => (await import('./doctor/doctor.ts')).doctorCommand,
  sandbox: async () => (await import('./sandbox.ts')).sandboxCommand,
  completion: async () => (await import('./completion/completion.ts')).completionCommand,
  help: async () => (await import('./help/help.ts')).helpCommand,
  version: async () => (await import('./help/help.ts')).versionCommand,
};

/** Commands that take --sandbox. */
const sandboxed = ['serve', 'http', 'call', 'digest', 'export', 'doctor'];

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

async function load(name: string): Promise<RunCommand> {
  // What completion scripts run; people need not know of it.
  if (name === 'complete') return (await import('./completion/completion.ts')).completeCommand;
  const known = Object.hasOwn(loads, name) ? loads[name] : undefined;
  if (known !== undefined) return known();
  const hint = didYouMean(suggestNames(name, Object.keys(loads), 1));
  throw new UsageError(`There is no command "${name}".${hint} \`copper-mcp --help\` lists all commands.`);
}

/** Runs the command that the arguments name; a wrong command line is one line on stderr and exit code 2. */
export async function main(given: Omit<Shell, 'secrets'>): Promise<ExitCode> {
  const { name, rest } = choose(given.args);
  const secrets = knownSecrets(given);
  const mask = createMask(secrets);
  const shell: Shell = {
    ...given,
    secrets,
    print: (line) => given.print(escapedUnseen(mask.text(line))),
    warn: (line) => given.warn(escapedUnseen(mask.text(line))),
  };
  try {
    const run = await load(name);
    const sandbox =
      sandboxed.includes(name) && /^(1|true|yes|on)$/i.test(shell.env.COPPER_SANDBOX?.trim() ?? '');
    return await run(shell, sandbox ? ['--sandbox', ...rest] : rest);
  } catch (error) {
    if (shell.interrupted.aborted) return 130;
    const prefix = paint({ colors: shell.warnColors }, 'red', 'copper-mcp:');
    // By name, because the build has each class in the start and in the parts.
    const names = ['UsageError', 'ConfigError', 'ChoiceError'];
    if (error instanceof Error && names.includes(error.name)) {
      shell.warn(`${prefix} ${error.message.replace(/(?<!\s)\s*\n\s*/g, ' ')}`);
      return 2;
    }
    // Node would print the bundle's line of code as well, which is very long.
    shell.warn(`${prefix} internal error; please report it with these lines:`);
    shell.warn(error instanceof Error ? String(error.stack) : String(error));
    return 1;
  }
}
