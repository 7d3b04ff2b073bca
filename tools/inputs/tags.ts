import { z } from 'zod/v3';
import { selectionFilter, understoodOf } from '../../src/input/selection.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import { defineParameter, type RequestPart, shortText } from './parameter.ts';
import { readSelection } from './read-selection.ts';

/** The tags of a raw row. */
const tagsOf = ({ tags: all }: JsonObject): string[] => (Array.isArray(all) ? all.map(String) : []);

/** Tags by name, any of which may match; `all:x,y` asks for both. Copper is asked for any of some; the rest is checked here. */
export const tags = defineParameter({
  input: z.array(shortText),
  sends: ['tags'],
  parsesNegation: true,
  toRequest: async (values, { names: resolver }): Promise<RequestPart> => {
    const selection = await readSelection(values, {
      match: (text) => resolver.matchTag(text),
      find: (text) => resolver.tag(text),
      nameOf: (tag) => tag,
    });
    const { anyOf, allOf, noneOf, orEmpty, notEmpty } = selection;
    const sent = orEmpty ? [] : anyOf.length > 0 ? anyOf : (allOf[0] ?? []);
    const isWhole = sent === anyOf && allOf.length === 0 && noneOf.length === 0 && !notEmpty;
    return {
      ...(sent.length === 0 ? {} : { body: { tags: [...new Set(sent)] } }),
      ...(isWhole && !orEmpty
        ? {}
        : { localFilters: [selectionFilter(['tags', 'tags'], selection, tagsOf)] }),
      ...understoodOf(selection),
    };
  },
});
