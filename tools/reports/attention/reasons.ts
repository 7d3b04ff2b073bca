import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { ReportTable } from '../../../src/tool/report.ts';
import { createDealCount, dealCountColumns } from '../deals/deal-values.ts';
import { daysBetween } from './elapsed-time.ts';

/** Why an open deal may need attention. */
export const reasons = [
  'overdue',
  'silent',
  'stuck',
  'no_task',
  'no_close_date',
  'no_value',
  'no_owner',
  'no_primary_contact',
  'no_next_step',
  'one_contact',
] as const;

/** One of them. */
export type Reason = (typeof reasons)[number];

/** Reasons that a deal itself tells, once what they are compared with has been read. */
type OwnReason = Exclude<Reason, 'one_contact'>;

/** What deals are checked against. */
interface ReasonRules {
  /** The day on which a raw deal should close, `2026-11-23`; undefined if there is none. */
  closes(deal: JsonObject): string | undefined;
  /** `2026-11-23` */
  readonly today: string;
  /** `silent 15 d`, if it is. */
  silentFor(deal: JsonObject): string | undefined;
  /** `stuck 40 d`, if it is. */
  stuckFor(deal: JsonObject): string | undefined;
  /** Ids of deals that have an open task. */
  readonly withTask: ReadonlySet<JsonValue>;
  lacksNextStep(deal: JsonObject): boolean;
}

/** A reason in words: `overdue 12 d`. */
interface FoundReason {
  readonly reason: Reason;
  readonly text: string;
}

const isMissing = (value: JsonValue | undefined) => value === null || value === undefined || value === '';

const checks: Readonly<Record<OwnReason, (deal: JsonObject, rules: ReasonRules) => string | undefined>> = {
  overdue(deal, { closes, today }) {
    const day = closes(deal);
    return day !== undefined && day < today ? `overdue ${daysBetween(day, today)} d` : undefined;
  },
  silent: (deal, { silentFor }) => silentFor(deal),
  stuck: (deal, { stuckFor }) => stuckFor(deal),
  no_task: ({ id = null }, { withTask }) => (withTask.has(id) ? undefined : 'no task'),
  no_close_date: ({ close_date: value }) => (isMissing(value) ? 'no close date' : undefined),
  // In a pipeline without revenue no value is expected.
  no_value: ({ monetary_value: value, pipeline_is_revenue: revenue }) =>
    revenue !== false && (isMissing(value) || value === 0) ? 'no value' : undefined,
  no_owner: ({ assignee_id: value }) => (isMissing(value) ? 'no owner' : undefined),
  no_primary_contact: ({ primary_contact_id: value }) =>
    isMissing(value) ? 'no primary contact' : undefined,
  no_next_step: (deal, { lacksNextStep }) => (lacksNextStep(deal) ? 'no next step' : undefined),
};

/** How a deal with one contact is told, which only its linked records tell. */
export const oneContact = 'one contact';

/** The reasons among those asked for that apply to a raw deal, without `one_contact`. */
export function findReasons(
  deal: JsonObject,
  requested: readonly Reason[],
  rules: ReasonRules,
): FoundReason[] {
  return requested.flatMap((reason) => {
    const text = reason === 'one_contact' ? undefined : checks[reason](deal, rules);
    return text === undefined ? [] : { reason, text };
  });
}

/**
 * Counts for each reason how many deals have it and what they are worth, shown or not; if there are several reasons, the last row
 * counts each deal once.
 */
export function createReasonCounts(requested: readonly Reason[]) {
  const counts = new Map(requested.map((reason) => [reason, createDealCount()]));
  const all = createDealCount();
  return {
    add(deal: JsonObject, found: readonly Pick<FoundReason, 'reason'>[]): void {
      for (const { reason } of found) counts.get(reason)?.add(deal);
      all.add(deal);
    },
    /** One more reason of a deal that was added before. */
    addReason: (reason: Reason, deal: JsonObject): void => counts.get(reason)?.add(deal),
    /** @param unknown reasons that were asked for, and of which nobody can know here whether deals have them */
    table: (unknown: readonly Reason[]): ReportTable => ({
      what: 'reasons',
      form: 'page',
      columns: dealCountColumns('reason'),
      rows: [
        ...[...counts].flatMap(([reason, count]) =>
          unknown.includes(reason) ? [] : [{ reason, ...count.row() }],
        ),
        ...unknown.map((reason) => ({ reason, unknown: 'not known' })),
      ],
      ...(requested.length > 1 ? { totals: [{ reason: 'any', ...all.row() }] } : {}),
    }),
  };
}
