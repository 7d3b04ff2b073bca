import type { DaySpan } from '../../src/tool/clock.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, type NumberRange, numberRange } from './amounts.ts';
import { defineParameter, type Parameter, type RequestPart, shortText } from './parameter.ts';

/** A range as the contract's `minimum_…` and `maximum_…`; an open end sends nothing. */
export const rangeBody = (name: string, { from, to }: NumberRange): JsonObject => ({
  ...(from === undefined ? {} : { [`minimum_${name}`]: from }),
  ...(to === undefined ? {} : { [`maximum_${name}`]: to }),
});

/** The seconds that Copper's filters take: it documents 2^31 as the last, and says nothing of those before 1970. */
const firstSecond = 0;
/** The last of them. */
const lastSecond = 2_147_483_648;

/** Days, months and years, and times, as they are: nothing about them needs to be explained. */
const plainDate = /^(?:\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)?)?)?$/i;

/** The days that words such as `this-quarter` mean, as a range of days, once it is said how they were understood; dates as they are. */
export function noteDateWords(
  name: string,
  text: string,
  { calendar, noteUnderstood }: RequestContext,
): string {
  const { from = '', to = '' } = calendar.days(text);
  if (text.split('..').every((part) => plainDate.test(part.trim()))) return text;
  const days = from === to ? from : `${from}..${to}`;
  noteUnderstood(name, `${days} (${text.trim()}, ${calendar.zone})`);
  return days;
}

/**
 * A range of moments, sent in Unix seconds; the last day counts to its last second.
 *
 * @param name its name in the contract, without `minimum_` and `maximum_`
 * @param inputName its name as answers say it
 */
export const dates = (
  name: string,
  example = 'this-month, 2026-11-01..2026-11-30',
  inputName = name.replace(/_date$/, ''),
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
      noteDateWords(inputName, value, context);
      return { body: rangeBody(name, range) };
    },
  });

/** A range of numbers; `whole` if the contract takes integers only, `percent` if it stays within 0 and 100. */
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

/** A field of days, not of moments: where a row has it, and how Copper is asked for it. */
interface DayField {
  /** Its name as an agent would write it. */
  readonly name: string;
  readonly read: (row: JsonObject) => JsonValue | undefined;
  /** The body of a request for a range; undefined if Copper cannot search by the field. */
  readonly send?: (range: NumberRange) => JsonObject;
}

/** True for rows whose day lies in the range. */
const dayFilter = (
  { name, read }: DayField,
  { from = '', to = '9999-12-31' }: DaySpan,
  { dayOf }: RequestContext,
): LocalFilter => ({
  name,
  test(row) {
    const day = dayOf(read(row));
    return day !== undefined && day >= from && day <= to;
  },
});

/**
 * The rows of a range of days. Days are sent as the seconds between which their midnights lie, in whichever zone; what lies beyond the
 * dates that Copper searches by is filtered by this server.
 *
 * @throws ToolError `invalid_input`
 */
export function daysPart(field: DayField, text: string, context: RequestContext): RequestPart {
  const { calendar } = context;
  const days = calendar.days(text);
  noteDateWords(field.name, text, context);
  const { from, to } = calendar.midnights(days);
  const start = from === undefined || from < firstSecond ? undefined : Math.min(from, lastSecond);
  const end = to === undefined || to > lastSecond ? undefined : Math.max(to, firstSecond);
  const { name, read, send } = field;
  const isOpen = start === undefined && end === undefined;
  const body = send === undefined || isOpen ? {} : { body: send({ from: start, to: end }) };
  const has = (isBeyond: (second: number) => boolean) =>
    [from ?? firstSecond, to ?? firstSecond].some(isBeyond);
  const beyond = has((second) => second < firstSecond)
    ? ' before 1970'
    : has((second) => second > lastSecond)
      ? ' after 2038'
      : '';
  if (send === undefined || beyond !== '')
    return { ...body, localFilters: [{ ...dayFilter(field, days, context), name: `${name}${beyond}` }] };
  return { ...body, days: [{ ...days, name, read }] };
}

/** The day on which a deal is expected to close. */
const closes: DayField = {
  name: 'closes',
  read: (row) => row.close_date,
  send: (range) => rangeBody('close_date', range),
};

/** A range of the days on which deals are expected to close. */
export const closeDays: Parameter = defineParameter({
  input: shortText.describe('e.g. this-quarter, ..today'),
  sends: ['minimum_close_date', 'maximum_close_date'],
  ranged: true,
  toRequest: (value, context) => daysPart(closes, value, context),
});

/** One such day, for which the contract has a parameter of its own; a range of them is sent as such. */
export const closeDay: Parameter = defineParameter({
  input: shortText,
  sends: ['close_date'],
  toRequest(value, context) {
    const { from, to } = context.calendar.days(value);
    const part = daysPart(closes, value, context);
    // The last second of the midnights of a day is within that day in every zone.
    const second = part.body?.maximum_close_date;
    return from === to && second !== undefined && part.days
      ? { ...part, body: { close_date: second } }
      : part;
  },
});
