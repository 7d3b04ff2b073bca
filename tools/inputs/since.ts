import type { Calendar } from '../../src/tool/clock.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, type Parameter, shortText } from './parameter.ts';
import { rangeBody } from './ranges.ts';

/** The input, as every tool that takes it publishes it. */
export const sinceText = shortText.describe('"as of" of an earlier answer, or a day');

/** Seconds by which the clocks of two servers may differ, one of which gave the stamp that the other gets. */
const clockDifference = 300;

const daySeconds = 86_400;

/** The last day from Monday to Friday before today: holidays are not known. */
function lastWorkingDay({ now, day }: Calendar): string {
  const noon = Date.parse(`${day(now())}T12:00Z`) / 1000;
  const weekday = new Date(noon * 1000).getUTCDay();
  const back = weekday === 1 ? 3 : weekday === 0 ? 2 : 1;
  return new Date((noon - back * daySeconds) * 1000).toISOString().slice(0, 10);
}

const isWorkingDay = (text: string) => /^last[- _]working[- _]day$/i.test(text);

const notAMoment = (text: string) =>
  new ToolError(
    'invalid_input',
    `since is one moment that has passed, not ${quoted(text)}. Give the "as of" of an earlier answer, e.g. 2026-11-27T14:02, a day, -3d, or last-working-day.`,
  );

/**
 * The moment that `since` names, in Unix seconds: a stamp, or the beginning of a day or period. Days other than written out ones are
 * noted as they were understood; the answer begins there.
 *
 * @throws ToolError `invalid_input` for a range, or for the future
 */
export function sinceMoment(given: string, { calendar, asOf, noteUnderstood }: RequestContext): number {
  const text = given.trim().replace(/^as of\s+/i, '');
  const words = isWorkingDay(text) ? lastWorkingDay(calendar) : text.replace(/\.\.$/, '');
  if (words.includes('..') || /^(?:[<>≤≥]|$)/.test(words)) throw notAMoment(given);
  const { from } = calendar.range(words);
  if (from === undefined || from > calendar.now() + clockDifference) throw notAMoment(given);
  if (!/^\d{4}-\d{2}-\d{2}(?:T.*)?$/i.test(text))
    noteUnderstood('since', `${calendar.time(from)} (${text}, ${calendar.zone})`);
  asOf.beginWith(from);
  return from;
}

/** Activities since a moment: those before the answer's own `as of`, with which the next one begins. */
export const sinceActivity: Parameter = defineParameter({
  input: sinceText,
  sends: ['minimum_activity_date', 'maximum_activity_date'],
  parsesNegation: true,
  toRequest(value, context, { date }) {
    if (date !== undefined)
      throw new ToolError('invalid_input', 'Give date or since, not both: since is from a moment until now.');
    const from = sinceMoment(value, context);
    const to = context.asOf.at() - 1;
    context.note(
      'since goes by the date of an activity: one that was logged late, under an earlier date, is not here.',
    );
    // Nothing has happened yet in a second that has just begun.
    if (to < from)
      return {
        body: rangeBody('activity_date', { from, to: from }),
        localFilters: [{ name: 'since', notedOnlyIfPartial: true, test: () => false }],
      };
    return { body: rangeBody('activity_date', { from, to }) };
  },
});
