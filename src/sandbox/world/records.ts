/** The records of the account, as Copper sends them; dates are Unix seconds unless stated otherwise. */

/** The type of a record, as replies name it. */
export type EntityType = 'lead' | 'person' | 'company' | 'opportunity' | 'project' | 'task';

/** The type by the plural that paths, tag counts and the lists of the account use. */
export const entityTypes = {
  leads: 'lead',
  people: 'person',
  companies: 'company',
  opportunities: 'opportunity',
  projects: 'project',
  tasks: 'task',
} as const satisfies Readonly<Record<string, EntityType>>;

/** The plural of a type. */
export type EntityPlural = keyof typeof entityTypes;

/** All plurals. */
export const entityPlurals = Object.keys(entityTypes).filter(isEntityPlural);

/** Whether a word is the plural of a type. */
export function isEntityPlural(word: string): word is EntityPlural {
  return Object.hasOwn(entityTypes, word);
}

const typeNumbers = new Map<EntityType, number>();
for (const [index, type] of Object.values(entityTypes).entries()) typeNumbers.set(type, index);

/** One number for a record of any type, as the key of a map: half the time and memory of a string. */
export function recordKey(type: EntityType, id: number): number {
  return id * 8 + (typeNumbers.get(type) ?? 0);
}

/** A reference to a record of any type: ids are unique within a type only. */
export interface EntityReference {
  id: number;
  type: EntityType;
}

/** Anything with an id and a name. */
export interface Named {
  id: number;
  name: string;
}

/** Somebody who works with the account. */
export interface User extends Named {
  email: string;
  /** The user's teams. */
  groups: Named[];
}

/** An address, whose members may be null or empty strings; `country` is two letters. */
export interface Address {
  street: string | null;
  city: string | null;
  state: string | null;
  postal_code: string | null;
  country: string | null;
}

/** An e-mail address of a person or a lead. */
export interface Email {
  email: string;
  category: string;
}

/** A phone number, written as somebody typed it. */
export interface Phone {
  number: string;
  category: string | null;
}

/** A web site or a social profile. */
export interface WebLink {
  url: string;
  category: string | null;
}

/** The value of a custom field; by data type: text, option id, option ids, Unix seconds of a local midnight, boolean, number, record ids. */
export interface CustomValue {
  custom_field_definition_id: number;
  value: string | number | boolean | number[] | null;
}

/** What leads, people, companies, deals and tasks have in common. */
export interface OwnedRecord extends Named {
  assignee_id: number | null;
  details: string | null;
  tags: string[];
  custom_fields: CustomValue[];
  date_created: number;
  date_modified: number;
}

/** What leads, people and companies have in common. */
export interface ContactRecord extends OwnedRecord {
  address: Address | null;
  phone_numbers: Phone[];
  socials: WebLink[];
  websites: WebLink[];
  interaction_count: number;
}

/** A company. */
export interface Company extends ContactRecord {
  contact_type_id: number | null;
  /** No two companies share one. */
  email_domain: string | null;
  primary_contact_id: number | null;
}

/** How urgent a deal or a task is. */
export type Priority = 'None' | 'Low' | 'Medium' | 'High';

/** A task; `related_resource` is null or has null members when it belongs to no record. */
export interface Task extends OwnedRecord {
  related_resource: { id: number | null; type: EntityType | null } | null;
  due_date: number | null;
  reminder_date: number | null;
  completed_date: number | null;
  priority: Priority;
  status: 'Open' | 'Completed';
  /** Absent in older records. */
  custom_activity_type_id?: number | null;
}

/** A project, which only related items mention: no operation of the contract reads one. */
export interface Project extends Named {
  related_resource: EntityReference;
  tags: string[];
}

/** Something that happened with a record: logged by a user, or written by Copper itself. */
export interface Activity {
  /** Above 2^32. */
  id: number;
  parent: EntityReference;
  /** `name` is set on activities of the system only. */
  type: { id: number; category: 'user' | 'system'; name?: string };
  user_id: number | null;
  /** For a change of stage, the id of its pipeline as text. */
  details: string | null;
  activity_date: number;
  /** A stage as an object, a status as text. */
  old_value: Named | string | null;
  new_value: Named | string | null;
  date_created: number;
  date_modified: number;
}
