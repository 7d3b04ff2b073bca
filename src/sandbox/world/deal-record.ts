import type { Conversion, Lead, Person } from './contact-records.ts';
import type { MoneyFields } from './money.ts';
import type { Activity, Company, OwnedRecord, Priority, Project, Task } from './records.ts';

/** The statuses of a deal in a revenue pipeline, by Copper's number 0 to 3. */
export const revenueStatuses = ['Open', 'Won', 'Lost', 'Abandoned'] as const;

/** The names of the same four numbers in other pipelines (developer.copper.com: list-opportunities-search). */
export const otherStatuses = ['Open', 'Done', "Won't Do", 'On Hold'] as const;

/** A status of a revenue pipeline. */
export type RevenueStatus = (typeof revenueStatuses)[number];
/** A status of any pipeline. */
export type DealStatus = RevenueStatus | (typeof otherStatuses)[number];

const statusNumbers = new Map<DealStatus, number>();
for (const [number, word] of revenueStatuses.entries()) statusNumbers.set(word, number);
for (const [number, word] of otherStatuses.entries()) statusNumbers.set(word, number);

/** Copper's number of a status, whichever name its pipeline uses. */
export function statusNumber(status: DealStatus): number {
  return statusNumbers.get(status) ?? 0;
}

/** A deal. */
export interface Opportunity extends OwnedRecord, MoneyFields {
  /** Midnight of the close day in the account's time zone; replies format it as the `closeDate` option says. */
  close_date: number | null;
  company_id: number | null;
  company_name: string | null;
  customer_source_id: number | null;
  loss_reason_id: number | null;
  pipeline_id: number;
  pipeline_is_revenue: boolean;
  pipeline_type: 'opportunity';
  pipeline_stage_id: number;
  primary_contact_id: number | null;
  priority: Priority | null;
  status: DealStatus;
  interaction_count: number;
  /** Percent; null: that of the stage. */
  win_probability: number | null;
  date_stage_changed: number;
  date_last_contacted: number | null;
  leads_converted_from: Conversion[];
  date_lead_created: number | null;
}

/** All records of an account, which the steps of its generation change in place. */
export interface AccountRecords {
  readonly companies: readonly Company[];
  readonly people: readonly Person[];
  readonly leads: readonly Lead[];
  readonly opportunities: readonly Opportunity[];
  readonly tasks: readonly Task[];
  readonly projects: readonly Project[];
  /** Newest first. */
  readonly activities: readonly Activity[];
}

/** The status that a deal would have in a revenue pipeline: Copper filters by number, whichever name the pipeline uses. */
export function revenueStatus({ status }: Opportunity): RevenueStatus | undefined {
  return revenueStatuses[statusNumber(status)];
}
