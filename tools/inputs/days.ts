import type { DaySpan } from '../../src/tool/clock.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import type { PostFilter } from '../../src/tool/request.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import type { NumberRange } from './amounts.ts';
import { defineParameter, type Parameter, type RequestPart } from './parameter.ts';
import { firstSecond, lastSecond, rangeBody, spelledOut } from './ranges.ts';
import { shortText } from './schemas.ts';

/** A field of days, not of moments: where a row has it, and how Copper is asked for it. */
interface DayField {
  /** Its name as an agent would write it. */
  readonly name: string;
  readonly read: (row: JsonObject) => JsonValue | undefined;
  /** The body of a request for a range; undefined where Copper cannot search by the field. */
  readonly send?: (range: NumberRange) => JsonObject;
}

/** True for rows whose day lies in the range. */
const checkedHere = (
  { name, read }: DayField,
  { from = '', to = '9999-12-31' }: DaySpan,
  { dayOf }: RequestContext,
): PostFilter => ({
  name,
  test(row) {
    const day = dayOf(read(row));
    return day !== undefined && day >= from && day <= to;
  },
});

/**
 * The rows of a range of days. Days are sent as the seconds between which their midnights lie, in whichever zone; what lies beyond the
 * dates that Copper searches by is filtered by the pipeline.
 *
 * @throws ToolError `invalid_input`
 */
export function daysPart(field: DayField, text: string, context: RequestContext): RequestPart {
  const { calendar } = context;
  const days = calendar.days(text);
  spelledOut(field.name, text, context);
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
    return { ...body, postFilters: [{ ...checkedHere(field, days, context), name: `${name}${beyond}` }] };
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
