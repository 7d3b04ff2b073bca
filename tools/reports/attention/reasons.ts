import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';

/** Why an open deal may need somebody. */
export const reasons = [
  'overdue',
  'silent',
  'stuck',
  'no_task',
  'no_close_date',
  'no_value',
  'no_owner',
  'no_primary_contact',
] as const;

/** One of them. */
export type Reason = (typeof reasons)[number];

/** Since when a deal has to be in its stage to be stuck there; `usual` is how many days deals usually stay. */
export interface StuckLimit {
  /** Unix seconds. */
  readonly latest: number;
  readonly usual?: number;
}

/** By what deals are judged. */
export interface ReasonRules {
  /** The day on which a raw deal should close, `2026-11-23`; undefined where there is none. */
  closes(deal: JsonObject): string | undefined;
  /** The day of a moment in Unix seconds. */
  day(seconds: number): string;
  /** `2026-11-23` */
  readonly today: string;
  /** The last contact is at most as late as this, in Unix seconds. */
  readonly silent: number;
  stuck(stage: JsonValue | undefined): StuckLimit;
  /** Deals that have an open task. */
  readonly busy: ReadonlySet<JsonValue>;
}

/** A reason in words: `overdue 12 d`. */
export interface FoundReason {
  readonly reason: Reason;
  readonly text: string;
}

const between = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);

const isMissing = (value: JsonValue | undefined) => value === null || value === undefined || value === '';

/** Since when a deal is in its stage; one that never moved is there since it was made. */
export const stageSince = ({ date_stage_changed: changed, date_created: created }: JsonObject) =>
  typeof changed === 'number' ? changed : created;

const checks: Readonly<Record<Reason, (deal: JsonObject, rules: ReasonRules) => string | undefined>> = {
  overdue(deal, { closes, today }) {
    const day = closes(deal);
    return day !== undefined && day < today ? `overdue ${between(day, today)} d` : undefined;
  },
  silent({ date_last_contacted: at }, { silent, day, today }) {
    if (typeof at !== 'number') return 'never contacted';
    return at <= silent ? `silent ${between(day(at), today)} d` : undefined;
  },
  stuck(deal, { stuck, day, today }) {
    const since = stageSince(deal);
    const { latest, usual } = stuck(deal.pipeline_stage_id);
    if (typeof since !== 'number' || since > latest) return undefined;
    const days = `stuck ${between(day(since), today)} d`;
    return usual === undefined ? days : `${days} (usual ${usual})`;
  },
  no_task: ({ id = null }, { busy }) => (busy.has(id) ? undefined : 'no task'),
  no_close_date: ({ close_date: value }) => (isMissing(value) ? 'no close date' : undefined),
  // A pipeline that earns nothing has no values to miss.
  no_value: ({ monetary_value: value, pipeline_is_revenue: revenue }) =>
    revenue !== false && (isMissing(value) || value === 0) ? 'no value' : undefined,
  no_owner: ({ assignee_id: value }) => (isMissing(value) ? 'no owner' : undefined),
  no_primary_contact: ({ primary_contact_id: value }) =>
    isMissing(value) ? 'no primary contact' : undefined,
};

/** The reasons among those asked for that a raw deal gives. */
export function findReasons(deal: JsonObject, asked: readonly Reason[], rules: ReasonRules): FoundReason[] {
  return asked.flatMap((reason) => {
    const text = checks[reason](deal, rules);
    return text === undefined ? [] : { reason, text };
  });
}
