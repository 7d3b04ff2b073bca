import { z } from 'zod/v3';
import {
  byKeys,
  chosenOf,
  excludesOnly,
  fixedTo,
  nothingLeftError,
  refuseAllOf,
  selectionFilter,
  understoodOf,
} from '../../src/input/selection.ts';
import { bySpelling } from '../../src/names/spelling.ts';
import { isObject, type JsonObject } from '../../src/tool/json.ts';
import type { NameEntry } from '../../src/tool/names.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { namesOf } from './names.ts';
import { defineParameter, type RequestPart, shortText } from './parameter.ts';
import { readSelection, type TermMatcher } from './read-selection.ts';

/** A type of activity; one that Copper writes has the name that its rows show, which no list has. */
interface ActivityType extends NameEntry {
  readonly byName?: true;
}

const systemEvent = (id: number, name: string): ActivityType => ({
  id,
  key: `system:${id}`,
  category: 'system',
  name,
});

/** What Copper calls changes in activities, by the type that it lists them under or, for changes of owners, does not list. */
const systemEvents: readonly ActivityType[] = [
  systemEvent(3, 'Stage Change'),
  systemEvent(2, 'Assignee Change'),
  ...['Status Change', 'Name Change', 'Value Change', 'Pipeline Change', 'Contact Type Change'].map(
    (name) => ({
      ...systemEvent(1, name),
      byName: true as const,
    }),
  ),
];

const keyOf = ({ key, name, byName }: ActivityType) => (byName ? `${key} ${name}` : key);

/** The keys of a row's type: its own, and that of its name. */
function keysOfRow({ type }: JsonObject): string[] {
  if (!isObject(type)) return [];
  const key = `${type.category ?? 'user'}:${type.id}`;
  return [key, `${key} ${type.name}`];
}

/** The account's types first, then the names of changes. */
function typesOf(context: RequestContext): TermMatcher<ActivityType> {
  const listed = namesOf('activity_type', context);
  const match = async (text: string, whole: boolean): Promise<readonly ActivityType[] | undefined> =>
    (await listed.match(text, true)) ??
    bySpelling(text, systemEvents, ({ name }) => [name])?.found ??
    (whole ? undefined : await listed.match(text, false));
  return {
    match,
    find: async (text) => (await match(text, false)) ?? (await listed.find(text)),
    nameOf: ({ name }) => name,
  };
}

/** Activity types by name; Copper wants id and category, because ids repeat between categories. Not all types are listed. */
export const activityTypes = defineParameter({
  input: z.array(shortText).describe('e.g. ["Meeting"]'),
  sends: ['activity_types'],
  parsesNegation: true,
  toRequest: async (values, context): Promise<RequestPart> => {
    const selection = await readSelection(values, typesOf(context));
    refuseAllOf(selection, 'type');
    const { anyOf, noneOf } = selection;
    const understood = { ...understoodOf(selection), ...fixedTo(selection, keyOf) };
    const here = {
      localFilters: [selectionFilter(['type', 'type'], byKeys(selection, keyOf), keysOfRow)],
      ...understood,
    };
    if (excludesOnly(selection) || selection.orEmpty) return here;
    const chosen = chosenOf(selection, [], keyOf) ?? [];
    if (chosen.length === 0) throw nothingLeftError('type', values);
    const types = new Map(chosen.map(({ key, id, category }) => [key, { id, category: category ?? 'user' }]));
    const isByName = [...anyOf, ...noneOf].some(({ byName }) => byName);
    return { body: { activity_types: [...types.values()] }, ...(isByName ? here : understood) };
  },
});
