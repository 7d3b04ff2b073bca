import { quoted } from '../../src/names/nearest-names.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, type NumberRange, numberRange } from './amounts.ts';
import { defineParameter, type Parameter } from './parameter.ts';
import { shortText } from './schemas.ts';

/** A range as the contract's `minimum_…` and `maximum_…`; an open end sends nothing. */
export const rangeBody = (name: string, { from, to }: NumberRange): JsonObject => ({
  ...(from === undefined ? {} : { [`minimum_${name}`]: from }),
  ...(to === undefined ? {} : { [`maximum_${name}`]: to }),
});

/** The seconds that Copper's filters take: it documents 2^31 as the last, and says nothing of those before 1970. */
export const firstSecond = 0;
/** The last of them. */
export const lastSecond = 2_147_483_648;

/** Days, months and years, and times, as they are: nothing about them needs to be explained. */
const plainDate = /^(?:\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+Z?)?)?)?)?$/i;

/** The days that words such as `this-quarter` mean, as a range of days, once it is said how they were understood; dates as they are. */
export function spelledOut(name: string, text: string, { calendar, understood }: RequestContext): string {
  const { from = '', to = '' } = calendar.days(text);
  if (text.split('..').every((part) => plainDate.test(part.trim()))) return text;
  const days = from === to ? from : `${from}..${to}`;
  understood(name, `${days} (${text.trim()}, ${calendar.zone})`);
  return days;
}

/**
 * A range of moments, sent in Unix seconds; the last day counts to its last second.
 *
 * @param name its name in the contract, without `minimum_` and `maximum_`
 * @param label its name as answers say it
 */
export const dates = (
  name: string,
  example = 'this-month, 2026-11-01..2026-11-30',
  label = name.replace(/_date$/, ''),
): Parameter =>
  defineParameter({
    input: shortText.describe(example),
    sends: [`minimum_${name}`, `maximum_${name}`],
    ranged: true,
    toRequest(value, context) {
      const range = context.calendar.range(value);
      const ends = [range.from ?? firstSecond, range.to ?? lastSecond];
      if (ends.some((end) => end < firstSecond || end > lastSecond)) {
        throw new ToolError(
          'invalid_input',
          `Copper searches by dates from 1970-01-02 to 2038-01-17, and ${quoted(value)} reaches beyond; leave that end open, as in 2026-01-01.. or ..2026-12-31.`,
        );
      }
      spelledOut(label, value, context);
      return { body: rangeBody(name, range) };
    },
  });

/** A range of numbers; `whole` where the contract takes integers only, `percent` where it stays within 0 and 100. */
export const numbers = (name: string, { whole = false, percent = false } = {}): Parameter =>
  defineParameter({
    input: shortText.describe('e.g. 20000.. or 1..500'),
    sends: [`minimum_${name}`, `maximum_${name}`],
    ranged: true,
    toRequest(value, { note }) {
      const { from, to, currency, text } = numberRange(value, percent);
      if (percent && [from, to].some((end) => end !== undefined && (end < 0 || end > 100))) {
        throw new ToolError('invalid_input', `${name} must be between 0 and 100, not ${value}.`);
      }
      if (currency) note(anyCurrency(name.replace(/^monetary_/, '')));
      const range = {
        from: whole && from !== undefined ? Math.ceil(from) : from,
        to: whole && to !== undefined ? Math.floor(to) : to,
      };
      if (whole && from !== undefined && to !== undefined && Math.ceil(from) > Math.floor(to))
        throw new ToolError(
          'invalid_input',
          `${name} is a whole number${percent ? ' of percent, e.g. 50 for 50%' : ''}, not ${value}.`,
        );
      return { body: rangeBody(name, range), ...(text === undefined ? {} : { understood: text }) };
    },
  });
