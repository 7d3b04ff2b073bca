import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';

/** The last time that one of our colleagues was in contact with the record. */
export interface LastContact {
  /** Unix seconds. */
  readonly at: number;
  /** The activity it was; undefined where only its date is known, as with synced e-mail. */
  readonly activity?: JsonObject;
}

const numberOr0 = (value: JsonValue | undefined) => (typeof value === 'number' ? value : 0);

/** `user:190711`: the key of an activity's type. */
const typeOf = ({ type }: JsonObject) => (isObject(type) ? `${type.category}:${type.id}` : '');

/** The activities whose types the account counts as a contact. */
export function contactsIn(activities: readonly JsonObject[], types: readonly JsonObject[]): JsonObject[] {
  const counts = new Set(
    types.filter((type) => type.count_as_interaction === true).map(({ category, id }) => `${category}:${id}`),
  );
  return activities.filter((activity) => counts.has(typeOf(activity)));
}

/**
 * The last contact, by the activities or by the dates of the records themselves, whichever is later.
 *
 * @param contacts activities that count, newest first
 * @param dates last contacts in Unix seconds, of the record or of a company's people
 */
export function lastContact(
  contacts: readonly JsonObject[],
  dates: readonly (JsonValue | undefined)[],
): LastContact | undefined {
  const [newest] = contacts;
  const at = numberOr0(newest?.activity_date);
  const recorded = Math.max(0, ...dates.map(numberOr0));
  // The dates of a record and of its activity should be equal; a minute allows for clocks.
  if (newest !== undefined && at >= recorded - 60) return { at, activity: newest };
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
