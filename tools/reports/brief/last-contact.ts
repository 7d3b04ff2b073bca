import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listActivityTypes } from '../../list-activity-types.ts';
import { listCustomActivityTypes } from '../../list-custom-activity-types.ts';

/** `user:190711`: the key of an activity's type. */
const typeOf = ({ type }: JsonObject) => (isObject(type) ? `${type.category}:${type.id}` : '');

/** What is known of the types of an account's activities. */
export interface ContactTypes {
  /** Undefined if it is not known whether such an activity is a contact. */
  isContact(activity: JsonObject): boolean | undefined;
  /** The names of the types of which it is not known. */
  namesOf(activities: readonly JsonObject[]): string[];
  /** False if it is not known of any type. */
  readonly known: boolean;
}

const flag = (...values: readonly unknown[]) =>
  values.find((value): value is boolean => typeof value === 'boolean');

/** Which types are contacts, from the two lists of types: the contract's list of all types does not say it, that of custom types does. */
export function contactTypes(types: readonly JsonObject[], custom: readonly JsonObject[]): ContactTypes {
  const nameAndId = (id: unknown, name: unknown) => JSON.stringify([id, name]);
  const customTypes = new Map(custom.toReversed().map((one) => [nameAndId(one.id, one.name), one] as const));
  const contactFlags = new Map<string, boolean>();
  const names = new Map<string, string>();
  for (const { id, category, name, count_as_interaction: own } of types) {
    const key = `${category}:${id}`;
    names.set(key, String(name ?? key));
    // The two lists share ids; that they mean the same is only sure if the names do, too.
    const same = category === 'user' ? customTypes.get(nameAndId(id, name)) : undefined;
    const known = flag(own, same?.is_interaction, same?.count_as_interaction);
    if (known !== undefined) contactFlags.set(key, known);
  }
  const isByUser = ({ type }: JsonObject) => isObject(type) && type.category === 'user';
  const isContact = (activity: JsonObject) =>
    isByUser(activity) ? contactFlags.get(typeOf(activity)) : false;
  return {
    isContact,
    known: contactFlags.size > 0,
    namesOf: (activities) => [
      ...new Set(
        activities.flatMap((one) =>
          isContact(one) === undefined ? (names.get(typeOf(one)) ?? typeOf(one)) : [],
        ),
      ),
    ],
  };
}

/** Reads which types of activities count as contacts; the second list only if the first does not say it. */
export async function readContactTypes({ rows, note }: ReportContext): Promise<ContactTypes> {
  async function read(tool: OperationTool, what: string): Promise<readonly JsonObject[]> {
    try {
      return (await rows(tool, {}, [])).rows;
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      note(`${what} could not be read (${error.kind}).`, 'gap');
      return [];
    }
  }
  const types = await read(listActivityTypes, 'activity types');
  const isSaid = types.length === 0 || types.some((type) => flag(type.count_as_interaction) !== undefined);
  const custom = isSaid ? [] : await read(listCustomActivityTypes, 'custom activity types');
  return contactTypes(types, custom);
}

/** The last time that one of our colleagues was in contact with the record. */
export interface LastContact {
  /** Unix seconds. */
  readonly at: number;
  /** The activity it was; undefined if only its date is known, as with synced e-mail. */
  readonly activity?: JsonObject;
}

/** What records themselves tell of contacts. */
export interface RecordedContacts {
  /** Last contacts in Unix seconds, of the record or of a company's people. */
  readonly dates: readonly (JsonValue | undefined)[];
  /** True if Copper returns the record's own last contact, be it a date or none. */
  readonly isReturned: boolean;
}

/** Activities by whether they are contacts, each list newest first. */
export interface SortedContacts {
  /** Those that count; if it is not known of any type, those of all users. */
  readonly contacts: readonly JsonObject[];
  /** Those of which it is not known. */
  readonly unsure: readonly JsonObject[];
}

const numberOr0 = (value: JsonValue | undefined) => (typeof value === 'number' ? value : 0);

/** Which activities are contacts, newest first as they are given. */
export function sortContacts(activities: readonly JsonObject[], types: ContactTypes): SortedContacts {
  const unsure = activities.filter((one) => types.isContact(one) === undefined);
  if (!types.known) return { contacts: unsure, unsure };
  return { contacts: activities.filter((one) => types.isContact(one) === true), unsure };
}

/** The last contact, by the activities or by the dates of the records themselves, whichever is later. */
export function lastContact(
  { contacts, unsure }: SortedContacts,
  { dates, isReturned }: RecordedContacts,
): LastContact | undefined {
  const recorded = Math.max(0, ...dates.map(numberOr0));
  const at = (activity: JsonObject) => numberOr0(activity.activity_date);
  // If Copper tells the date, an activity that may not count is the contact only if it was then.
  const [newest] = isReturned ? contacts.filter((one) => !unsure.includes(one)) : contacts;
  // The dates of a record and of its activity should be equal; a minute allows for clocks.
  if (newest !== undefined && at(newest) >= recorded - 60) return { at: at(newest), activity: newest };
  const then = unsure.find((one) => Math.abs(at(one) - recorded) <= 60);
  if (then !== undefined && recorded > 0) return { at: at(then), activity: then };
  return recorded > 0 ? { at: recorded } : undefined;
}

/** Colleagues with the number of their contacts and the time of the last one, the latest first: `{user_id, contacts, last}`. */
export function colleaguesIn(contacts: readonly JsonObject[]): JsonObject[] {
  const found = new Map<number, { user_id: number; contacts: number; last: number }>();
  for (const { user_id: user, activity_date: date } of contacts) {
    if (typeof user !== 'number') continue;
    const known = found.get(user) ?? { user_id: user, contacts: 0, last: 0 };
    known.contacts++;
    known.last = Math.max(known.last, numberOr0(date));
    found.set(user, known);
  }
  return [...found.values()].sort((a, b) => b.last - a.last);
}
