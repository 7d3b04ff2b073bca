import type { MoneyFields } from './money.ts';
import type { ContactRecord, Email } from './records.ts';

/** A lead. */
export interface Lead extends ContactRecord, MoneyFields {
  prefix: string | null;
  first_name: string | null;
  last_name: string | null;
  middle_name: string | null;
  suffix: string | null;
  /** Free text: a lead has no company record. */
  company_name: string | null;
  customer_source_id: number | null;
  email: Email | null;
  status: string;
  status_id: number;
  title: string | null;
  date_last_contacted: number | null;
  converted_opportunity_id: number | null;
  converted_contact_id: number | null;
  converted_at: number | null;
}

/** The lead that a person or a deal was converted from; the timestamp is in Unix seconds. */
export interface Conversion {
  lead_id: number;
  converted_timestamp: number;
}

/** A person. */
export interface Person extends ContactRecord {
  prefix: string | null;
  first_name: string;
  middle_name: string | null;
  last_name: string | null;
  suffix: string | null;
  company_id: number | null;
  company_name: string | null;
  contact_type_id: number;
  emails: Email[];
  title: string | null;
  date_last_contacted: number | null;
  leads_converted_from: Conversion[];
  date_lead_created: number | null;
}
