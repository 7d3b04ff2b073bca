import type { MoneyFields } from './money.ts';
import type { ContactRecord, Email } from './records.ts';

/** What leads and people have in common. */
interface PersonalRecord extends ContactRecord {
  prefix: string | null;
  middle_name: string | null;
  last_name: string | null;
  suffix: string | null;
  company_name: string | null;
  title: string | null;
  date_last_contacted: number | null;
}

/** A lead; its company is free text, as it has no company record. */
export interface Lead extends PersonalRecord, MoneyFields {
  first_name: string | null;
  customer_source_id: number | null;
  email: Email | null;
  status: string;
  status_id: number;
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
export interface Person extends PersonalRecord {
  first_name: string;
  company_id: number | null;
  contact_type_id: number;
  emails: Email[];
  leads_converted_from: Conversion[];
  date_lead_created: number | null;
}
