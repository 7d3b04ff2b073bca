import type { Calendar } from '../../../src/tool/clock.ts';
import type { JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { StuckThreshold } from './elapsed-time.ts';
import { readStageHistory, type StageHistory } from './typical-stays.ts';

/** Days without contact, and days in one stage, that count unless the agent gives others. */
const defaultDays = { silent: '14', stuck: '30' };

/**
 * The last second that is long enough ago, in Unix seconds: `14` calendar days ago, or before a day such as `2026-09-01`.
 *
 * @throws ToolError `invalid_input`
 */
export function thresholdTime(
  name: 'silent' | 'stuck' | 'unanswered',
  text: string,
  calendar: Calendar,
): number {
  const [, days] = /^-?(\d{1,5})(?:\s*d(?:ays?)?)?$/i.exec(text.trim()) ?? [];
  if (days !== undefined) return calendar.range(`..-${days}d`).to ?? 0;
  try {
    const { from, to } = calendar.range(text);
    return from === undefined ? (to ?? 0) : from - 1;
  } catch {
    const usual = name === 'stuck' ? ', or "usual"' : '';
    throw new ToolError(
      'invalid_input',
      `${name} must be a number of days or a start day such as 2026-09-01${usual}, not ${quoted(text)}.`,
    );
  }
}

/** The latest time of a last contact with which a deal counts as silent; Unix seconds. */
export const silentThreshold = (text: string | undefined, calendar: Calendar): number =>
  thresholdTime('silent', text ?? defaultDays.silent, calendar);

/** Which deals are stuck: the limit for each stage, and, if it was read, the history that it was learnt from. */
export interface Thresholds {
  readonly stuck: (stage: JsonValue | undefined) => StuckThreshold;
  /** The stages, of those asked for, that got the default because there is too little history. */
  readonly withoutHistory: ReadonlySet<number>;
  readonly history: StageHistory | undefined;
  /** The limit of stages whose usual time is not known, in Unix seconds. */
  readonly latest: number;
}

/** How long a deal may stay in each stage, by a number of days or a day for all stages; `usual` learns it from history. */
export async function readThresholds(text: string | undefined, context: ReportContext): Promise<Thresholds> {
  const { calendar } = context;
  const withoutHistory = new Set<number>();
  const isUsual = text?.trim().toLowerCase() === 'usual';
  const latest = thresholdTime('stuck', isUsual || text === undefined ? defaultDays.stuck : text, calendar);
  if (!isUsual) return { stuck: () => ({ latest }), withoutHistory, history: undefined, latest };
  const history = await readStageHistory(context);
  const now = calendar.now();
  return {
    withoutHistory,
    history,
    latest,
    stuck(stage) {
      const seconds = typeof stage === 'number' ? history.typical.get(stage) : undefined;
      if (seconds !== undefined) return { latest: now - seconds, usual: Math.round(seconds / 86_400) };
      if (typeof stage === 'number') withoutHistory.add(stage);
      return { latest };
    },
  };
}
