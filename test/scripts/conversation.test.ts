import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/built.ts';
import { asked, conversationSvg, forecastCall } from '../../scripts/demo/conversation-svg.ts';
import { viewApp } from '../view/view-app.ts';

/** The text of the picture, line after line. */
const linesOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, line]) => line);

test('the conversation in README is what a true answer gives', async () => {
  const { call } = viewApp();
  const { text, view } = await call(forecastCall.tool, forecastCall.input);
  if (view === undefined) throw new Error(text);
  const svg = conversationSvg(view);
  await expect(svg).toMatchFileSnapshot(join(root, 'docs/conversation.svg'));

  // The numbers once more, from the text of the answer.
  const rows = text.split('\n').map((line) => line.split('\t'));
  const names = rows.find((row) => row.includes('best_case')) ?? [];
  const cell = (row: readonly string[] | undefined, name: string) => Number(row?.[names.indexOf(name)]);
  const total = rows.find(([first]) => first === '(total)');
  const lines = linesOf(svg);
  expect(lines.slice(0, 2).join(' ')).toBe(asked);
  const share = Math.round((100 * cell(total, 'won')) / 5_000_000);
  expect(lines[2]).toBe(
    `Won so far: ${(cell(total, 'won') / 1e6).toFixed(2)} million USD, ${share} % of the target.`,
  );
  expect(lines[3]).toContain(`The gap is ${((5_000_000 - cell(total, 'won')) / 1e6).toFixed(2)} million`);
  expect(lines[4]).toContain(`${(cell(total, 'open') / 1e6).toFixed(2)} million`);
  const owners = rows.slice(rows.indexOf(names) + 1, rows.indexOf(names) + 6);
  const thousands = (value: number) => `${Math.round(value / 1e3).toLocaleString('en-US')}k USD`;
  expect(lines.slice(-15)).toEqual(
    owners.flatMap((row) => [row[0], thousands(cell(row, 'won')), thousands(cell(row, 'best_case'))]),
  );
});
