import { expect, test } from 'vitest';
import { evalQuestions } from '../../scripts/evals/questions/index.ts';
import { coreInputs } from '../../tools/index.ts';

const core = Object.keys(coreInputs);

/** The tools of which a question needs one, or all together; only questions that a call answers. */
const needs = evalQuestions
  .filter(({ optimal }) => optimal.length > 0)
  .map(({ number, optimal, acceptable = [], together }) => ({
    number,
    best: [...new Set(optimal.map(({ tool }) => tool))],
    helping: new Set([...optimal, ...acceptable].map(({ tool }) => tool)),
    together: together === true,
  }));

const candidates = [...new Set(needs.flatMap(({ best }) => best))].sort();

/** Tools as one number, a bit for each. */
const bits = (tools: Iterable<string>): number =>
  [...tools].reduce((sum, tool) => sum | (candidates.includes(tool) ? 1 << candidates.indexOf(tool) : 0), 0);

const rows = needs.map(({ number, best, helping, together }) => ({
  weight: number <= 40 ? 10_001 : 10_000,
  best: bits(best),
  helping: bits(helping),
  together,
}));

const answers = (tools: number, { best, together }: Pick<(typeof rows)[number], 'best' | 'together'>) =>
  together ? (tools & best) === best : (tools & best) !== 0;

/** How many questions these tools answer by optimal calls; among equals, how many they help with, then how many of the forty. */
const score = (tools: number): number =>
  rows.reduce(
    (sum, row) => sum + (answers(tools, row) ? row.weight : 0) + ((tools & row.helping) === 0 ? 0 : 100),
    0,
  );

/** The best score of so many more of the candidates from this one on. */
function bestOf(more: number, from = 0, tools = 0): number {
  if (more === 0) return score(tools);
  const rest = candidates.length - from;
  if (rest < more) return 0;
  return Math.max(bestOf(more - 1, from + 1, tools | (1 << from)), bestOf(more, from + 1, tools));
}

test('core is ten tools, and no ten answer more of the sixty questions', () => {
  expect(core).toHaveLength(10);
  expect(candidates.length).toBeGreaterThan(15);
  expect(score(bits(core))).toBe(bestOf(10));
  expect(score(bits(core.slice(1)))).toBeLessThan(bestOf(10));
});

test('what core does not answer by its best calls', () => {
  const missing = rows.flatMap((row, at) => (answers(bits(core), row) ? [] : [needs[at]?.number]));
  expect(missing).toEqual([28, 34, 35, 36, 41, 42, 44, 45, 48]);
});
