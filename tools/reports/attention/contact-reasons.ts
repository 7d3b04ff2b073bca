import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { column, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportTable } from '../../../src/tool/report.ts';
import { emailAddressesOf, phoneNumbersOf } from '../lookup/record-lookup.ts';

/** Why a person, a company or a lead may need attention. */
export const contactReasons = [
  'unanswered',
  'silent',
  'no_owner',
  'no_email',
  'no_phone',
  'no_next_task',
] as const;

/** One of them. */
export type ContactReason = (typeof contactReasons)[number];

/** What records are checked against. */
export interface ContactRules {
  /** `unanswered 3 d`, if it is a lead that nobody has contacted since it came. */
  unansweredFor(record: JsonObject): string | undefined;
  /** `silent 70 d`, if it is. */
  silentFor(record: JsonObject): string | undefined;
  /** Ids of records that have an open task for today or later. */
  readonly withTask: ReadonlySet<JsonValue>;
}

const without = (noun: string, values: readonly string[]) =>
  values.every((value) => value.trim() === '') ? `no ${noun}` : undefined;

type Check = (record: JsonObject, rules: ContactRules) => string | undefined;

const checks: Readonly<Record<ContactReason, Check>> = {
  unanswered: (record, { unansweredFor }) => unansweredFor(record),
  silent: (record, { silentFor }) => silentFor(record),
  no_owner: ({ assignee_id: owner }) => without('owner', [String(owner ?? '')]),
  no_email: (record) => without('e-mail', emailAddressesOf(record)),
  no_phone: (record) => without('phone', phoneNumbersOf(record)),
  no_next_task: ({ id = null }, { withTask }) => (withTask.has(id) ? undefined : 'no next task'),
};

/** The reasons among those asked for that apply to a raw record, in words. */
export function findContactReasons(
  record: JsonObject,
  requested: readonly ContactReason[],
  rules: ContactRules,
): { readonly reason: ContactReason; readonly text: string }[] {
  return requested.flatMap((reason) => {
    const text = checks[reason](record, rules);
    return text === undefined ? [] : { reason, text };
  });
}

/** Counts how many records have each reason, shown or not; if there are several reasons, the last row counts each record once. */
export function createContactCounts(requested: readonly ContactReason[], plural: string) {
  const counts = new Map(requested.map((reason) => [reason, 0]));
  let all = 0;
  return {
    add(found: readonly { readonly reason: ContactReason }[]): void {
      for (const { reason } of found) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      all++;
    },
    /** @param unknown reasons that were asked for, and of which nobody can know here whether records have them */
    table: (unknown: readonly ContactReason[]): ReportTable => ({
      what: 'reasons',
      form: 'page',
      columns: [
        column('reason', textField('reason')),
        column(plural, { ...numberField('count'), fallbackText: ({ unknown: text }) => text }),
      ],
      rows: [
        ...[...counts].map(([reason, count]) => ({ reason, count })),
        ...unknown.map((reason) => ({ reason, unknown: 'not known' })),
      ],
      ...(requested.length > 1 ? { totals: [{ reason: 'any', count: all }] } : {}),
    }),
  };
}
