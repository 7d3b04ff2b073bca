import type { Calendar } from '../../../src/tool/calendar.ts';
import type { JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { readTypicalStays } from './typical-stays.ts';
import type { StuckLimit } from './reasons.ts';

/** Days without contact, and days in one stage, from which on they are told unless the agent says otherwise. */
const usualDays = { silent: '14', stuck: '30' };

/**
 * The last second that is long enough ago, in Unix seconds: `14` days ago by the calendar, or before a day such as `2026-09-01`.
 *
 * @throws ToolError `invalid_input`
 */
export function timeLimit(name: 'silent' | 'stuck', text: string, calendar: Calendar): number {
  const [, days] = /^\s*-?(\d{1,5})\s*(?:d|days?)?\s*$/i.exec(text) ?? [];
  if (days !== undefined) return calendar.range(`..-${days}d`).to ?? 0;
  try {
    const { from, to } = calendar.range(text);
    return from === undefined ? (to ?? 0) : from - 1;
  } catch {
    const learnt = name === 'stuck' ? ', or "usual"' : '';
    throw new ToolError(
      'invalid_input',
      `${name} is a number of days, or the day since when, e.g. 2026-09-01${learnt}; not "${text.slice(0, 60)}".`,
    );
  }
}

/** From when on, backwards, a deal counts as silent. */
export const silentLimit = (text: string | undefined, calendar: Calendar): number =>
  timeLimit('silent', text ?? usualDays.silent, calendar);

/** How long a deal may be in each stage, and which stages had to do with the usual number of days for want of history. */
export interface StuckLimits {
  stuck(stage: JsonValue | undefined): StuckLimit;
  /** Stages that were asked about and have no usual time. */
  readonly unknown: ReadonlySet<number>;
}

/** By a number of days or a day for all stages; `usual` learns from history how long deals stay in each. */
export async function stuckLimits(text: string | undefined, context: ReportContext): Promise<StuckLimits> {
  const { calendar } = context;
  const unknown = new Set<number>();
  const isUsual = text?.trim().toLowerCase() === 'usual';
  const latest = timeLimit('stuck', isUsual || text === undefined ? usualDays.stuck : text, calendar);
  if (!isUsual) return { stuck: () => ({ latest }), unknown };
  const stays = await readTypicalStays(context);
  const now = calendar.now();
  return {
    unknown,
    stuck(stage) {
      const seconds = typeof stage === 'number' ? stays.get(stage) : undefined;
      if (seconds !== undefined) return { latest: now - seconds, usual: Math.round(seconds / 86_400) };
      if (typeof stage === 'number') unknown.add(stage);
      return { latest };
    },
  };
}
