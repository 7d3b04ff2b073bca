import { spawn } from 'node:child_process';
import { codeOf } from '../../clients/local-machine.ts';
import { isObject, parseJsonText } from '../../tool/json.ts';
import { quoted } from '../../tool/sentences.ts';
import type { StartServer } from '../shell.ts';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'copper-mcp install', version: '1' },
  },
};

/** Characters of the longest line that is read: the answer to `initialize` has some 3,000. */
const maxLine = 100_000;

/** True for the answer that only this server gives. */
function isOurAnswer(line: string): boolean {
  try {
    const message = parseJsonText(line);
    const result = isObject(message) && message.id === 1 ? message.result : undefined;
    const info = isObject(result) ? result.serverInfo : undefined;
    return isObject(info) && info.name === 'copper-mcp';
  } catch {
    return false;
  }
}

/** Variables whose values are no matter for a terminal, such as keys; the path of a file is. */
const secretName = /(?:key|token|secret|pass(?:word|wd)?|proxy|auth\w*|credentials?|cookie|redis_url)$/i;

/** A line without the values of such variables, whole or as parts of something longer. */
function withoutSecrets(line: string, env: Readonly<Record<string, string>>): string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    secretName.test(name) && value.length >= 4 ? value : [],
  );
  return secrets.reduce((all, secret) => all.replaceAll(secret, '••••••'), line);
}

/** Starts a command as a client does, in a process group of its own, and waits until it answers as this server. */
export const startServer: StartServer = ({ command, env, cwd, timeoutMs, interrupted }) =>
  new Promise((resolve) => {
    const [program = '', ...args] = command;
    const windows = process.platform === 'win32';
    const child = spawn(program, args, { cwd, env, detached: !windows, windowsHide: true });
    let said = '';
    const end = (why?: string) => {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', late);
      child.stdin.end();
      // With all that it has started, such as what npx runs.
      if (child.pid !== undefined && child.exitCode === null) stopGroup(child.pid, windows);
      resolve(why);
    };
    const seconds = Math.round(timeoutMs / 1_000);
    const late = () =>
      end(interrupted.aborted ? 'it was interrupted' : `it did not answer within ${seconds} seconds`);
    const timer = setTimeout(late, timeoutMs);
    interrupted.addEventListener('abort', late);
    if (interrupted.aborted) late();
    child.once('error', (error) => end(`it cannot be run (${codeOf(error) || error.name})`));
    child.once('close', (code, signal) => {
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      const reported = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
      const ended = signal === null ? `with exit code ${code}` : `by ${signal}`;
      end(
        `it ended ${ended}${reported === undefined ? '' : ` and said ${quoted(withoutSecrets(reported.trim(), env))}`}`,
      );
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    child.stdin.on('error', () => undefined);
    let line = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [rest = '', ...lines] = `${line}${text}`.split('\n').toReversed();
      if (lines.some(isOurAnswer)) end();
      // Of a longer line, which is not an answer of ours, only the beginning is kept.
      line = rest.slice(0, maxLine);
    });
    child.stdin.write(`${JSON.stringify(initialize)}\n`);
  });

function stopGroup(pid: number, windows: boolean): void {
  try {
    process.kill(windows ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
