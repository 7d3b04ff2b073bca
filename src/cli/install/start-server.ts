import { spawn } from 'node:child_process';
import { codeOf } from '../../clients/local-machine.ts';
import { isPlainWord } from '../../clients/shown-config.ts';
import { isObject, type JsonObject, parseJsonText } from '../../tool/json.ts';
import { quoted } from '../../tool/sentences.ts';
import type { StartResult, StartServer } from '../shell.ts';

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

/** What a client sends next, and what then must be answered. */
const listTools = [
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];

/** Characters of the longest line that is read: the list of tools has some 20,000, and three times as many with the shapes of answers. */
const maxLine = 1_000_000;

/** The answer to the request with this number, if a line is one. */
function answerIn(line: string, id: number): JsonObject | undefined {
  try {
    const message = parseJsonText(line);
    return isObject(message) && message.id === id ? message : undefined;
  } catch {
    return undefined;
  }
}

/** True for the answer to `initialize` that only this server gives. */
const isOurs = ({ serverInfo }: JsonObject) => isObject(serverInfo) && serverInfo.name === 'copper-mcp';

/** Variables whose values are no matter for a terminal, such as keys; the path of a file is. */
const secretName = /(?:key|token|secret|pass(?:word|wd)?|proxy|auth\w*|credentials?|cookie|redis_url)$/i;

/** A line without the values of such variables and without words of the command that may be secret, also as parts of something longer. */
function withoutSecrets(
  line: string,
  { env, command }: Pick<Parameters<StartServer>[0], 'env' | 'command'>,
): string {
  const inEnvironment = Object.entries(env).flatMap(([name, value]) => (secretName.test(name) ? value : []));
  const secrets = [...inEnvironment, ...command.filter((word) => !isPlainWord(word))];
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce((all, secret) => all.replaceAll(secret, '••••••'), line);
}

/** Starts a command as a client does, in a process group of its own, until it has listed its tools as this server. */
export const startServer: StartServer = ({ command, env, cwd, timeoutMs, interrupted }) =>
  new Promise((resolve) => {
    const [program = '', ...args] = command;
    const windows = process.platform === 'win32';
    const child = spawn(program, args, { cwd, env, detached: !windows, windowsHide: true });
    let said = '';
    let initialized = false;
    const end = (result: StartResult) => {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', late);
      child.stdin.end();
      // With all that it has started, such as what npx runs.
      if (child.pid !== undefined && child.exitCode === null) stopGroup(child.pid, windows);
      resolve(result);
    };
    const fail = (problem: string) => end({ problem });
    const seconds = Math.round(timeoutMs / 1_000);
    const late = () => {
      const what = initialized ? 'list its tools' : 'answer';
      fail(interrupted.aborted ? 'it was interrupted' : `it did not ${what} within ${seconds} seconds`);
    };
    const timer = setTimeout(late, timeoutMs);
    interrupted.addEventListener('abort', late);
    if (interrupted.aborted) late();
    child.once('error', (error) => fail(`it cannot be run (${codeOf(error) || error.name})`));
    child.once('close', (code, signal) => {
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      const reported = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
      const ended = signal === null ? `with exit code ${code}` : `by ${signal}`;
      const quote =
        reported === undefined
          ? ''
          : ` and said ${quoted(withoutSecrets(reported.trim(), { env, command }))}`;
      fail(`it ended ${ended}${quote}`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    child.stdin.on('error', () => undefined);
    const send = (messages: readonly object[]) =>
      child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    const receive = (line: string) => {
      const answer = answerIn(line, initialized ? 2 : 1);
      if (answer === undefined) return;
      const { result } = answer;
      if (!isObject(result)) return fail('it answered with an error');
      if (initialized) {
        const tools = Array.isArray(result.tools) ? result.tools.length : 0;
        return tools > 0 ? end({ tools }) : fail('it lists no tools');
      }
      if (!isOurs(result)) return fail('another server answered');
      initialized = true;
      send(listTools);
    };
    let line = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${line}${text}`.split('\n');
      // Of a longer line, which is not an answer of ours, only the beginning is kept.
      line = (lines.pop() ?? '').slice(0, maxLine);
      for (const each of lines) receive(each);
    });
    send([initialize]);
  });

function stopGroup(pid: number, windows: boolean): void {
  try {
    process.kill(windows ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
