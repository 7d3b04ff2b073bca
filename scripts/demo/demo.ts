// Questions of a sales person, asked of the built server as a client asks them: over stdio, on invented data.
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { startBuilt } from '../built.ts';
import { questions } from './questions.ts';
import { answerLines, callLine, paint, type Screen, wrap } from './screen.ts';

const { stdout, env } = process;
const screen: Screen = {
  width: Math.max(stdout.columns ?? (Number(env.COLUMNS) || 100), 40),
  colors: Boolean(env.FORCE_COLOR) || (stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'),
};
const print = (...lines: string[]) => void stdout.write(`${lines.join('\n')}\n`);
const say = (style: 'bold' | 'dim', text: string) =>
  print(...wrap(text, screen.width).map((line) => paint(screen, style, line)));
const number = (value: number) => value.toLocaleString('en-US');

const began = performance.now();
const server = await startBuilt();
const sum = { calls: 0, tokens: 0, failed: 0 };

try {
  const { tools } = await server.client.listTools();
  say('bold', `copper-mcp answers ${questions.length} questions of a sales person`);
  say(
    'dim',
    `${tools.length} tools, over stdio, on an account that the first call invents; nothing leaves this machine.`,
  );
  for (const [at, { asked, steps }] of questions.entries()) {
    print('');
    say('bold', `${at + 1}  ${asked}`);
    let before = '';
    for (const { tool, input } of steps) {
      const given = input(before);
      const start = performance.now();
      const { text, isError } = await server.call(tool, given);
      const ms = performance.now() - start;
      const tokens = countTokens(text);
      sum.calls += 1;
      sum.tokens += tokens;
      sum.failed += isError ? 1 : 0;
      print(callLine(tool, given, screen), ...answerLines(text, screen));
      const cost = `${number(tokens)} tokens, ${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
      print(`   ${isError ? paint(screen, 'red', `failed; ${cost}`) : paint(screen, 'green', cost)}`);
      before = text;
    }
  }
} finally {
  await server.close();
}

const seconds = ((performance.now() - began) / 1000).toFixed(1);
print('');
say(
  'bold',
  `${questions.length} questions, ${sum.calls} calls, ${number(sum.tokens)} tokens, ${seconds} s from start to exit.`,
);
say('dim', 'Next: give it to your client with your own key, see README.md; or ask on:');
print('  node dist/copper-mcp.js call search_companies city=Berlin limit=5 --sandbox');
process.exitCode = sum.failed === 0 ? 0 : 1;
