import type { Address, CustomValue, Email, Phone, WebLink } from './records.ts';

/** A lead. */
export interface Lead {
  id: number;
  name: string;
  prefix: string | null;
  first_name: string | null;
  last_name: string | null;
  middle_name: string | null;
  suffix: string | null;
  address: Address | null;
  assignee_id: number | null;
  /** Free text: a lead has no company record. */
  company_name: string | null;
  customer_source_id: number | null;
  details: string | null;
  email: Email | null;
  interaction_count: number;
  monetary_unit: string | null;
  monetary_value: number | null;
  converted_unit: string | null;
  converted_value: number | null;
  socials: WebLink[];
  status: string;
  status_id: number;
  tags: string[];
  title: string | null;
  websites: WebLink[];
  phone_numbers: Phone[];
  custom_fields: CustomValue[];
  date_created: number;
  date_modified: number;
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
export interface Person {
  id: number;
  name: string;
  prefix: string | null;
  first_name: string;
  middle_name: string | null;
  last_name: string | null;
  suffix: string | null;
  address: Address | null;
  assignee_id: number | null;
  company_id: number | null;
  company_name: string | null;
  contact_type_id: number;
  details: string | null;
  emails: Email[];
  phone_numbers: Phone[];
  socials: WebLink[];
  tags: string[];
  title: string | null;
  websites: WebLink[];
  custom_fields: CustomValue[];
  date_created: number;
  date_modified: number;
  date_last_contacted: number | null;
  interaction_count: number;
  leads_converted_from: Conversion[];
  date_lead_created: number | null;
}
