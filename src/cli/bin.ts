import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { realClock } from '../tool/clock.ts';
import { main } from './main.ts';
import { realDisk } from './real-disk.ts';
import { type Shell, wantsColors } from './shell.ts';
import { boundedLines, bufferLog } from './stderr-lines.ts';

const { stdin, stdout, stderr, env, argv } = process;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// A reader that is gone (`copper-mcp tools | head`) is not an error; a command that goes on without it listens itself.
stdout.on('error', () => {
  if (stdout.listenerCount('error') === 1) process.exit(0);
});

/** True on a terminal that can erase a line. */
const redrawable = stderr.isTTY === true && env.TERM !== 'dumb';

/** In the form of the log: nothing else writes that much. */
const stderrLines = boundedLines(stderr, (lines) =>
  JSON.stringify({
    level: 40,
    time: realClock.now(),
    name: 'copper-mcp',
    lines,
    msg: 'lines not logged: nobody read stderr',
  }),
);
const { write: warn, flush } = bufferLog(stderrLines, realClock);
process.once('exit', flush);

const shell: Omit<Shell, 'secrets'> = {
  args: argv.slice(2),
  env,
  stdin,
  stdout,
  stdinIsTerminal: stdin.isTTY === true,
  stdoutIsTerminal: stdout.isTTY === true,
  colors: wantsColors(env, stdout.isTTY === true),
  warnColors: wantsColors(env, stderr.isTTY === true),
  columns: stdout.columns || 100,
  screen: redrawable
    ? { columns: () => stderr.columns || 80, write: (text) => void stderr.write(text) }
    : undefined,
  clock: realClock,
  random: Math.random,
  machineZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  nodeVersion: process.versions.node,
  readFile: (path, maxBytes) => Buffer.from(realDisk.read(path, maxBytes)).toString('utf8'),
  print: (line) => void stdout.write(`${line}\n`),
  warn,
  machine: {
    env,
    home: homedir(),
    platform: process.platform,
    disk: realDisk,
    node: process.execPath,
    // The file that Node was started with; npx and npm put a link to it on the PATH.
    program: realpathSync(argv[1] ?? process.execPath),
  },
  startServer: async (options) => (await import('./install/start-server.ts')).startServer(options),
  askRegistry: async (options) => (await import('./npm-registry.ts')).askRegistry(options),
  prompts:
    stdin.isTTY && stdout.isTTY
      ? async () =>
          (await import('./terminal/clack-prompts.ts')).terminalPrompts({
            input: stdin,
            output: stdout,
            interrupted: stop.signal,
          })
      : undefined,
  interrupted: stop.signal,
  usage() {
    const { rss: residentBytes, heapUsed: heapBytes } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return { residentBytes, heapBytes, cpuSeconds: (user + system) / 1e6 };
  },
  ignoreHangups: () => void process.on('SIGHUP', () => undefined),
};

// The built start is CommonJS, which knows no `await` here.
void main(shell).then((code) => {
  if (code === 'now') process.exit(0);
  process.exitCode = code;
});
