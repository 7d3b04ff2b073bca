#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';
import { realClock } from './real-clock.ts';
import { realDisk } from './real-disk.ts';
import type { Shell } from './shell.ts';

// Node 22 and newer keep compiled code between starts; what follows is loaded after this line.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache();

const { stdin, stdout, stderr, env, argv } = process;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// A reader that went away (`copper-mcp tools | head`) is no error.
stdout.on('error', () => process.exit(0));

const shell: Shell = {
  args: argv.slice(2),
  env,
  stdin,
  stdout,
  stdinIsTerminal: stdin.isTTY === true,
  colors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  columns: stdout.columns ?? 100,
  clock: realClock,
  random: Math.random,
  machineZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  nodeVersion: process.versions.node,
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: (path, text) => writeFileSync(path, text, { mode: 0o600 }),
  print: (line) => void stdout.write(`${line}\n`),
  warn: (line) => void stderr.write(`${line}\n`),
  surroundings: {
    env,
    home: homedir(),
    platform: process.platform,
    disk: realDisk,
    node: process.execPath,
    program: fileURLToPath(import.meta.url),
  },
  prompts:
    stdin.isTTY && stdout.isTTY
      ? async () =>
          (await import('./terminal-prompts.ts')).terminalPrompts({
            input: stdin,
            output: stdout,
            interrupted: stop.signal,
          })
      : undefined,
  interrupted: stop.signal,
};

const code = await main(shell);
if (code === 'now') process.exit(0);
process.exitCode = code;
