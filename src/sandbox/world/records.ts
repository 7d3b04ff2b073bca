/** The records of the account, as Copper sends them; dates are Unix seconds unless said otherwise. */

export type EntityType = 'lead' | 'person' | 'company' | 'opportunity' | 'project' | 'task';

/** A record of any kind by its address: ids are unique per type only. */
export interface Pointer {
  id: number;
  type: EntityType;
}

export interface Named {
  id: number;
  name: string;
}

export interface User {
  id: number;
  name: string;
  email: string;
  /** Teams. */
  groups: Named[];
}

/** Members may be null or empty strings; country is two letters. */
export interface Address {
  street: string | null;
  city: string | null;
  state: string | null;
  postal_code: string | null;
  country: string | null;
}

export interface Email {
  email: string;
  category: string;
}

export interface Phone {
  number: string;
  category: string | null;
}

export interface Link {
  url: string;
  category: string | null;
}

/** Value by data type: text, option id, option ids, seconds of a local midnight, boolean, number, record ids. */
export interface CustomValue {
  custom_field_definition_id: number;
  value: string | number | boolean | number[] | null;
}

export interface Company {
  id: number;
  name: string;
  address: Address | null;
  assignee_id: number | null;
  contact_type_id: number | null;
  details: string | null;
  /** Unique over companies. */
  email_domain: string | null;
  phone_numbers: Phone[];
  primary_contact_id: number | null;
  socials: Link[];
  tags: string[];
  websites: Link[];
  custom_fields: CustomValue[];
  interaction_count: number;
  date_created: number;
  date_modified: number;
}

export type Priority = 'None' | 'Low' | 'Medium' | 'High';

export interface Task {
  id: number;
  name: string;
  related_resource: { id: number | null; type: EntityType | null } | null;
  assignee_id: number | null;
  due_date: number | null;
  reminder_date: number | null;
  completed_date: number | null;
  priority: Priority;
  status: 'Open' | 'Completed';
  details: string | null;
  tags: string[];
  custom_fields: CustomValue[];
  date_created: number;
  date_modified: number;
  /** Absent in older records. */
  custom_activity_type_id?: number | null;
}

/** Reachable through related items only: the contract cannot read one. */
export interface Project {
  id: number;
  name: string;
  related_resource: Pointer;
  tags: string[];
}

export interface Activity {
  /** Over 2^32. */
  id: number;
  parent: Pointer;
  /** `name` comes with system rows only. */
  type: { id: number; category: 'user' | 'system'; name?: string };
  user_id: number | null;
  /** A stage change holds its pipeline's id here, as text. */
  details: string | null;
  activity_date: number;
  /** A stage as an object, a status as plain text. */
  old_value: Named | string | null;
  new_value: Named | string | null;
  date_created: number;
  date_modified: number;
}
