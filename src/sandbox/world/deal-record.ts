import type { Conversion } from './contact-records.ts';
import type { CustomValue, Priority } from './records.ts';

export type DealStatus = 'Open' | 'Won' | 'Lost' | 'Abandoned';

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
