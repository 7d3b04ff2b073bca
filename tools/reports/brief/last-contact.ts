import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';

/** The last time that somebody of us talked to somebody of theirs. */
export interface LastContact {
  /** Unix seconds. */
  readonly at: number;
  /** The activity it was; undefined where only its date is known, as with synced e-mail. */
  readonly activity?: JsonObject;
}

const numberOr0 = (value: JsonValue | undefined) => (typeof value === 'number' ? value : 0);

/** `user:190711`: the key under which a type of activity is known. */
const typeOf = ({ type }: JsonObject) => (isObject(type) ? `${type.category}:${type.id}` : '');

/** Keeps the activities that count as a contact, by the account's own types. */
export function contactsIn(activities: readonly JsonObject[], types: readonly JsonObject[]): JsonObject[] {
  const counts = new Set(
    types.filter((type) => type.count_as_interaction === true).map(({ category, id }) => `${category}:${id}`),
  );
  return activities.filter((activity) => counts.has(typeOf(activity)));
}

/**
 * The newest contact, from the activities and from what records say of themselves, whichever is later.
 *
 * @param contacts activities that count, newest first
 * @param dates dates of last contact, in Unix seconds, of the record or of a company's people
 */
export function lastContact(
  contacts: readonly JsonObject[],
  dates: readonly (JsonValue | undefined)[],
): LastContact | undefined {
  const [newest] = contacts;
  const seen = numberOr0(newest?.activity_date);
  const said = Math.max(0, ...dates.map(numberOr0));
  // A record tells of its own activity to the second; a minute allows for clocks.
  if (newest !== undefined && seen >= said - 60) return { at: seen, activity: newest };
  return said > 0 ? { at: said } : undefined;
}

/** Who of us has talked to them how often and when last, the latest first: `{user_id, contacts, last}`. */
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
