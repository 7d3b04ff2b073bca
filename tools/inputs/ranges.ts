import { z } from 'zod/v3';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

const ends = (name: string, from: number | undefined, to: number | undefined) => ({
  ...(from === undefined ? {} : { [`minimum_${name}`]: from }),
  ...(to === undefined ? {} : { [`maximum_${name}`]: to }),
});

/** Both ends of `20000..50000`, `20000..`, `..50000` or `20000`, inclusive. */
export function numberRange(text: string): { from?: number; to?: number } {
  const [low = '', high = low, more] = text
    .split('..')
    .map((part) => part.trim().replaceAll(/[_,](?=\d)/g, ''));
  const [from, to] = [low, high].map((part) => (part === '' ? undefined : Number(part)));
  const wrong = [from, to].some((value) => value !== undefined && !Number.isFinite(value));
  if (wrong || more !== undefined || (from === undefined && to === undefined)) {
    throw new ToolError(
      'invalid_input',
      `"${text.slice(0, 60)}" is no number range; write 100..500, 100.., ..500 or 100.`,
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new ToolError('invalid_input', `The range ${text} runs backwards; write ${to}..${from}.`);
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A range of days, sent as the contract's `minimum_…` and `maximum_…` in Unix seconds; an end day counts to its last second. */
export const dates = (name: string, example = 'this-month, 2026-11-01..2026-11-30'): Parameter => ({
  input: words.describe(example),
  sends: [`minimum_${name}`, `maximum_${name}`],
  ranged: true,
  send: (value: string, { calendar }) => {
    const { from, to } = calendar.range(value);
    return { body: ends(name, from, to) };
  },
});

/** A range of numbers; `whole` where the contract takes integers only, `percent` where it stays within 0 and 100. */
export const numbers = (name: string, { whole = false, percent = false } = {}): Parameter => ({
  input: words.describe('e.g. 20000.. or 1..500'),
  sends: [`minimum_${name}`, `maximum_${name}`],
  ranged: true,
  send: (value: string) => {
    const { from, to } = numberRange(value);
    if (percent && [from, to].some((end) => end !== undefined && (end < 0 || end > 100))) {
      throw new ToolError('invalid_input', `${name} goes from 0 to 100; ${value} is outside.`);
    }
    const low = whole && from !== undefined ? Math.ceil(from) : from;
    const high = whole && to !== undefined ? Math.floor(to) : to;
    return { body: ends(name, low, high) };
  },
});

/** One moment, where the contract has no range for it. */
export const moment = (name: string): Parameter => ({
  input: words,
  sends: [name],
  send: (value: string, { calendar }) => ({ body: { [name]: calendar.range(value).from ?? calendar.now() } }),
});

/** One whole number. */
export const wholeNumber = (name: string): Parameter => ({
  input: z.number().int(),
  sends: [name],
  send: (value: number) => ({ body: { [name]: value } }),
});
