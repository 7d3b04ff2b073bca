import type { Conversion } from './contact-records.ts';
import type { CustomValue, Priority } from './records.ts';

/** What a deal of a pipeline that earns money can be, by Copper's number 0 to 3. */
export const REVENUE_STATUSES = ['Open', 'Won', 'Lost', 'Abandoned'] as const;

/** The words for the same four numbers elsewhere (developer.copper.com: list-opportunities-search). */
export const OTHER_STATUSES = ['Open', 'Done', "Won't Do", 'On Hold'] as const;

export type RevenueStatus = (typeof REVENUE_STATUSES)[number];
export type DealStatus = RevenueStatus | (typeof OTHER_STATUSES)[number];

const NUMBERS = new Map<DealStatus, number>();
for (const [number, word] of REVENUE_STATUSES.entries()) NUMBERS.set(word, number);
for (const [number, word] of OTHER_STATUSES.entries()) NUMBERS.set(word, number);

/** Copper's number of a status, whatever the pipeline calls it. */
export function statusNumber(status: DealStatus): number {
  return NUMBERS.get(status) ?? 0;
}

export interface Opportunity {
  id: number;
  name: string;
  assignee_id: number | null;
  /** Midnight of the close day in the account's zone; replies write it as the `closeDate` switch says. */
  close_date: number | null;
  company_id: number | null;
  company_name: string | null;
  customer_source_id: number | null;
  details: string | null;
  loss_reason_id: number | null;
  pipeline_id: number;
  pipeline_is_revenue: boolean;
  pipeline_type: 'opportunity';
  pipeline_stage_id: number;
  primary_contact_id: number | null;
  priority: Priority | null;
  status: DealStatus;
  tags: string[];
  interaction_count: number;
  monetary_unit: string | null;
  monetary_value: number | null;
  converted_unit: string | null;
  converted_value: number | null;
  /** Percent; null means the stage's. */
  win_probability: number | null;
  date_stage_changed: number;
  date_last_contacted: number | null;
  leads_converted_from: Conversion[];
  date_lead_created: number | null;
  date_created: number;
  date_modified: number;
  custom_fields: CustomValue[];
}
