import type { Calendar } from '../../../src/tool/clock.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';

/** When something last happened to a deal, in Unix seconds. */
export interface LastTime {
  readonly at: number;
  /** True if it happened at this time or earlier. */
  readonly orEarlier?: true;
}

/** A deal that entered its stage at `latest` or before is stuck; `usual` is how many days deals typically stay there. */
export interface StuckThreshold {
  /** Unix seconds. */
  readonly latest: number;
  readonly usual?: number;
}

/** The days from one day to another, `2026-11-10`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);

/** `silent 15 d`, `silent 14+ d` if only the least is known. */
function inDays(word: string, { at, orEarlier }: LastTime, { day, now }: Calendar): string {
  const days = daysBetween(day(at), day(now()));
  return `${word} ${days}${orEarlier === true ? '+' : ''} d`;
}

/**
 * Says of a deal that it is silent, if its last contact is not later than `latest`.
 *
 * @param contactOf its last contact; null if it never had one, undefined if it had one later than `latest`
 */
export const silentRule =
  (latest: number, contactOf: (deal: JsonObject) => LastTime | null | undefined, calendar: Calendar) =>
  (deal: JsonObject): string | undefined => {
    const contact = contactOf(deal);
    if (contact === null) return 'never contacted';
    return contact === undefined || contact.at > latest ? undefined : inDays('silent', contact, calendar);
  };

/**
 * Says of a deal that it is stuck in its stage.
 *
 * @param enteredAt when it came into its stage; undefined if that is not known, or is known to be recent
 */
export const stuckRule =
  (
    limitOf: (stage: JsonValue | undefined) => StuckThreshold,
    enteredAt: (deal: JsonObject) => LastTime | undefined,
    calendar: Calendar,
  ) =>
  (deal: JsonObject): string | undefined => {
    const { latest, usual } = limitOf(deal.pipeline_stage_id);
    const entered = enteredAt(deal);
    if (entered === undefined || entered.at > latest) return undefined;
    const text = inDays('stuck', entered, calendar);
    return usual === undefined ? text : `${text} (usual ${usual})`;
  };

/** A time that a deal carries; undefined if it carries none. */
export const timeIn = (deal: JsonObject, field: string): number | undefined => {
  const value = deal[field];
  return typeof value === 'number' ? value : undefined;
};
