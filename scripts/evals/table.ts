import type { Outcome } from './converse.ts';
import type { Grade } from './grade-call.ts';

/** All outcomes in a few numbers. */
export interface Summary {
  readonly questions: number;
  readonly right: number;
  /** Right, and by no other calls than optimal ones. */
  readonly rightAndOptimal: number;
  readonly calls: Readonly<Record<Grade, number>>;
  readonly refusedCalls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly seconds: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const countOf = ({ calls }: Outcome, grade: Grade) => calls.filter((each) => each.grade === grade).length;

const isRight = ({ wrong }: Outcome) => wrong.length === 0;

/** Adds up what became of the questions. */
export function summarize(outcomes: readonly Outcome[]): Summary {
  const count = (grade: Grade) => sum(outcomes.map((outcome) => countOf(outcome, grade)));
  const right = outcomes.filter(isRight);
  return {
    questions: outcomes.length,
    right: right.length,
    rightAndOptimal: right.filter((outcome) => countOf(outcome, 'optimal') === outcome.calls.length).length,
    calls: { optimal: count('optimal'), acceptable: count('acceptable'), forbidden: count('forbidden') },
    refusedCalls: sum(outcomes.map(({ calls }) => calls.filter(({ isError }) => isError).length)),
    tokensIn: sum(outcomes.map(({ tokensIn }) => tokensIn)),
    tokensOut: sum(outcomes.map(({ tokensOut }) => tokensOut)),
    seconds: Math.round(10 * sum(outcomes.map(({ seconds }) => seconds))) / 10,
  };
}

const thousands = (value: number) => value.toLocaleString('en-US');

const cell = (text: string) =>
  text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();

/** The outcomes as a Markdown table with a sentence above it. */
export function markdown(outcomes: readonly Outcome[], what: string): string {
  const all = summarize(outcomes);
  const rows = outcomes.map((outcome) => {
    const grades = (['optimal', 'acceptable', 'forbidden'] as const).map((grade) => countOf(outcome, grade));
    const verdict = isRight(outcome) ? 'right' : outcome.wrong.slice(0, 3).join('; ');
    const cells = [outcome.number, outcome.asks, verdict, ...grades].map((each) => cell(String(each)));
    return `| ${[...cells, thousands(outcome.tokensIn), thousands(outcome.tokensOut), outcome.seconds].join(' | ')} |`;
  });
  const calls = sum(Object.values(all.calls));
  return [
    `${what}: ${all.right} of ${all.questions} answers right, ${all.rightAndOptimal} of them by optimal calls alone; ` +
      `${calls} calls (${all.calls.optimal} optimal, ${all.calls.acceptable} acceptable, ${all.calls.forbidden} forbidden; ` +
      `${all.refusedCalls} ended in an error); ${thousands(all.tokensIn)} tokens in, ${thousands(all.tokensOut)} out.`,
    '',
    '| | question | answer | optimal | acceptable | forbidden | tokens in | out | seconds |',
    '| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

/** One outcome as a line for a terminal. */
export function line(outcome: Outcome): string {
  const calls = outcome.calls.map(({ tool, grade }) => (grade === 'optimal' ? tool : `${tool} (${grade})`));
  const verdict = isRight(outcome) ? 'right' : `WRONG: ${outcome.wrong.slice(0, 3).join('; ')}`;
  return [
    `${String(outcome.number).padStart(2)}  ${outcome.asks}`,
    `    ${calls.join(', ') || 'no call'}; ${thousands(outcome.tokensIn)} tokens in, ${thousands(outcome.tokensOut)} out, ${outcome.seconds} s`,
    `    ${verdict}`,
  ].join('\n');
}
