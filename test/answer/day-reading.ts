import { createCalendar } from '../../src/answer/calendar.ts';
import { createDayReader } from '../../src/answer/day-reader.ts';
import type { DayOrder } from '../../src/answer/written-day.ts';
import type { JsonObject } from '../../src/tool/json.ts';

/** A reader of days in one zone, over a Copper that has these close dates, with what it said and how often it asked. */
export function dayReading({
  zone = 'America/Los_Angeles',
  order = { dayFirst: undefined, sampled: false },
  stored = [],
}: {
  zone?: string;
  order?: DayOrder;
  stored?: readonly string[];
} = {}) {
  const notes: string[] = [];
  const sent: JsonObject[] = [];
  const days = createDayReader({
    calendar: createCalendar(zone, () => Date.parse('2026-11-23T20:00:00Z')),
    dayOrder: order,
    copper: {
      pageCap: () => 25,
      async ask({ body = {} }) {
        sent.push(body);
        return { data: stored.map((close_date, id) => ({ id, close_date })) };
      },
    },
    call: { signal: new AbortController().signal, priority: 'interactive', caller: 'test' },
    note: (text) => void notes.push(text),
  });
  return { days, notes, sent, order };
}
