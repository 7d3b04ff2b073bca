import { isObject, type JsonObject } from '../../../src/tool/json.ts';
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
