import { DateTime, type Zone } from 'luxon';
import type { DaySpan } from '../tool/clock.ts';

const hour = 3_600;
const daySeconds = 86_400;

/** The midnights of days, whichever zone they are of. */
interface Midnights {
  /** The day that begins at a moment in Unix seconds. */
  dayOf(seconds: number): string;
  /** First and last second between which the midnights of these days lie, and of no others. */
  secondsOf(days: DaySpan): { readonly from?: number; readonly to?: number };
}

/**
 * Reads days that are stored as midnights of a zone that nobody tells: of UTC, of the account's zone, whatever the zone of this server.
 *
 * West of UTC a day begins after midnight UTC of the same date, east of it before, and zones reach from 12 hours behind to 14 hours
 * ahead. Only between 10 and 12 o'clock UTC can a midnight be of either side. Hawaii is there on the western side; on the eastern New
 * Zealand and its neighbours, unless the configured zone lies on the other side.
 *
 * @param dayText a day counted from 1970 as `2026-11-23`
 */
export function createMidnights(zone: Zone, now: () => number, dayText: (day: number) => string): Midnights {
  const here = DateTime.fromMillis(now(), { zone });
  const offsets = [1, 7].map((month) => here.set({ month, day: 1 }).offset * 60);
  const [west, east] = [Math.min(...offsets), Math.max(...offsets)];
  /** The latest that midnight comes in the west, in seconds after midnight UTC. */
  const latest = east >= 14 * hour ? 10 * hour - 1 : Math.max(10 * hour, -west);
  const utcMidnight = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
  return {
    dayOf(seconds) {
      const start = Math.floor((seconds + daySeconds - 1 - latest) / daySeconds) * daySeconds;
      return dayText(start / daySeconds);
    },
    secondsOf: ({ from, to }) => ({
      ...(from === undefined ? {} : { from: utcMidnight(from) + latest - daySeconds + 1 }),
      ...(to === undefined ? {} : { to: utcMidnight(to) + latest }),
    }),
  };
}
