import { quoted } from '../../src/names/nearest-names.ts';
import type { DaySpan } from '../../src/tool/clock.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { type NumberRange, numberRange } from './amounts.ts';
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

/** Says which days words such as `this-quarter` were understood as. */
export function sayUnderstood(
  name: string,
  text: string,
  { from = '', to = '' }: DaySpan,
  { calendar, understood }: RequestContext,
): void {
  const parts = text.split('..').map((part) => part.trim());
  if (parts.every((part) => plainDate.test(part))) return;
  understood(name, `${from === to ? from : `${from}..${to}`} (${text.trim()}, ${calendar.zone})`);
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
      sayUnderstood(label, value, context.calendar.days(value), context);
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
      const { from, to, currency } = numberRange(value, percent);
      if (percent && [from, to].some((end) => end !== undefined && (end < 0 || end > 100))) {
        throw new ToolError('invalid_input', `${name} must be between 0 and 100, not ${value}.`);
      }
      if (currency) note(anyCurrency(name));
      const range = {
        from: whole && from !== undefined ? Math.ceil(from) : from,
        to: whole && to !== undefined ? Math.floor(to) : to,
      };
      return { body: rangeBody(name, range) };
    },
  });

/** What a number with a currency's sign does not ask for. */
export const anyCurrency = (name: string) =>
  `${name} is compared as a number: amounts in other currencies are searched as well.`;
