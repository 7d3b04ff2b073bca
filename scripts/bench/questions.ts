import { coreTokenCounts, tokenCounts } from '../../src/token-counts.ts';
import { ask, type Cost, type Question } from '../../test/questions/ask.ts';
import { questions } from '../../test/questions/index.ts';
import { median, type Row, thousands } from './row.ts';

/** A question and what its answer took. */
export type Answered = Cost & Pick<Question, 'number' | 'asks'>;

/** Asks all questions, each of a server that has just started with this choice of tools. */
export async function askAll(choice: 'all' | 'core'): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const question of questions)
    answered.push({ ...question, ...(await ask(question, { COPPER_TOOLS: choice })) });
  return answered;
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
const answerSum = (answered: readonly Answered[]) => sumOf(answered.map(({ tokens }) => tokens));
const callSum = (answered: readonly Answered[]) => sumOf(answered.map(({ calls }) => calls));

/** What the forty questions cost together, by whether all tools are offered or those of core. */
export function questionTokens(answered: readonly Answered[], byCore: readonly Answered[]): Row[] {
  const lists = [tokenCounts, coreTokenCounts].map((counts) => sumOf(Object.values(counts)));
  const sums = [answerSum(answered), answerSum(byCore)];
  const [all = 0, core = 0] = sums.map((sum, at) => sum + (lists[at] ?? 0));
  const calls = [callSum(answered), callSum(byCore)];
  return [
    {
      what: 'the forty questions together, inputs and answers (32,524 before)',
      measured: `${thousands(sums[0] ?? 0)} tokens`,
      bar: 'no more than before',
      ok: (sums[0] ?? 0) <= 32_524,
    },
    {
      what: 'the same with the list of tools: all tools; core (36,677 in 45 calls before; core answered 34)',
      measured: `${thousands(all)} tokens, ${calls[0]} calls; ${thousands(core)}, ${calls[1]}`,
      bar: 'core no more than all, in as many calls',
      ok: core <= all && calls[0] === calls[1],
    },
  ];
}

/** The table of all questions as text for a terminal. */
export function questionTable(answered: readonly Answered[]): string {
  const widest = Math.max(...answered.map(({ asks }) => asks.length));
  const lines = answered.map(({ number, asks, calls, requests, tokens }) =>
    [
      String(number).padStart(2),
      asks.padEnd(widest),
      String(calls).padStart(5),
      String(requests).padStart(8),
      thousands(tokens).padStart(6),
    ].join('  '),
  );
  return [`    ${'question'.padEnd(widest)}  calls  requests  tokens`, ...lines].join('\n');
}

/** The same as a table in Markdown. */
export function questionMarkdown(answered: readonly Answered[]): string {
  const rows = answered.map(
    ({ number, asks, calls, requests, tokens }) =>
      `| ${number} | ${asks} | ${calls} | ${requests} | ${thousands(tokens)} |`,
  );
  return [
    `${summary(answered)}.`,
    '',
    '| | question | calls | requests | tokens |',
    '| ---: | --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

const one = (answered: readonly Answered[]) => answered.filter(({ calls }) => calls === 1).length;
const most = (answered: readonly Answered[]) => Math.max(...answered.map(({ calls }) => calls));

function summary(answered: readonly Answered[]): string {
  const requests = answered.map((each) => each.requests);
  const tokens = answered.map((each) => each.tokens);
  return [
    `${answered.length} of 40 questions answered, ${one(answered)} in one call and none in more than ${most(answered)}`,
    `requests to Copper: median ${thousands(median(requests))}, most ${Math.max(...requests)}`,
    `tokens of inputs and answers: median ${thousands(median(tokens))}, most ${thousands(Math.max(...tokens))}`,
  ].join('; ');
}

/** The forty questions as one figure. */
export const questionRow = (answered: readonly Answered[]): Row => ({
  what: 'forty real questions of sales people',
  measured: summary(answered),
  bar: 'all, 30 in one call, none in more than 4',
  ok: answered.length === 40 && one(answered) >= 30 && most(answered) <= 4,
});
