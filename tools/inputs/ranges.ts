import { quoted } from '../../src/names/nearest-names.ts';
import type { Calendar } from '../../src/tool/clock.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, type Parameter } from './parameter.ts';
import { shortText } from './schemas.ts';

/** Numbers or Unix seconds between two ends, both included; an end that is missing is open. */
interface NumberRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * Both ends of `20000..50000`, `20000..`, `..50000` or `20000`.
 *
 * @throws ToolError `invalid_input` for what is not a range, and for one that runs backwards
 */
export function numberRange(text: string): NumberRange {
  const [low = '', high = low, more] = text
    .split('..')
    .map((part) => part.trim().replaceAll(/[_,](?=\d)/g, ''));
  const [from, to] = [low, high].map((part) => (part === '' ? undefined : Number(part)));
  const wrong = [from, to].some((value) => value !== undefined && !Number.isFinite(value));
  if (wrong || more !== undefined || (from === undefined && to === undefined)) {
    throw new ToolError(
      'invalid_input',
      `${quoted(text)} is not a number range; write 100..500, 100.., ..500 or 100.`,
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new ToolError('invalid_input', `The range ${text} runs backwards; write ${to}..${from}.`);
  }
  return { from, to };
}

/** A range as the contract's `minimum_…` and `maximum_…`; an open end sends nothing. */
export const rangeBody = (name: string, { from, to }: NumberRange): JsonObject => ({
  ...(from === undefined ? {} : { [`minimum_${name}`]: from }),
  ...(to === undefined ? {} : { [`maximum_${name}`]: to }),
});

const rangeParameter = (
  name: string,
  description: string,
  read: (text: string, calendar: Calendar) => NumberRange,
): Parameter =>
  defineParameter({
    input: shortText.describe(description),
    sends: [`minimum_${name}`, `maximum_${name}`],
    ranged: true,
    toRequest: (value, { calendar }) => ({ body: rangeBody(name, read(value, calendar)) }),
  });

/** A range of days, sent in Unix seconds; the last day counts to its last second. */
export const dates = (name: string, example = 'this-month, 2026-11-01..2026-11-30'): Parameter =>
  rangeParameter(name, example, (text, calendar) => calendar.range(text));

/** A range of numbers; `whole` where the contract takes integers only, `percent` where it stays within 0 and 100. */
export const numbers = (name: string, { whole = false, percent = false } = {}): Parameter =>
  rangeParameter(name, 'e.g. 20000.. or 1..500', (text) => {
    const { from, to } = numberRange(text);
    if (percent && [from, to].some((end) => end !== undefined && (end < 0 || end > 100))) {
      throw new ToolError('invalid_input', `${name} must be between 0 and 100, not ${text}.`);
    }
    return {
      from: whole && from !== undefined ? Math.ceil(from) : from,
      to: whole && to !== undefined ? Math.floor(to) : to,
    };
  });

/** One day, sent as the contract's moment; any other range by its two ends. */
export const moment = (name: string): Parameter =>
  defineParameter({
    input: shortText,
    sends: [name, `minimum_${name}`, `maximum_${name}`],
    toRequest: (value, { calendar }) => {
      const { from, to } = calendar.range(value);
      const isDay = from !== undefined && to !== undefined && calendar.day(from) === calendar.day(to);
      return { body: isDay ? { [name]: from } : rangeBody(name, { from, to }) };
    },
  });
