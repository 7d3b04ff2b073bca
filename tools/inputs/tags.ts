import { z } from 'zod/v3';
import type { JsonObject } from '../../src/tool/json.ts';
import { defineParameter, type RequestPart, shortText } from './parameter.ts';
import { readSelection, selectionFilter, understoodOf } from './selection.ts';

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
    const { some, every, not, empty, filled } = selection;
    const asked = empty ? [] : some.length > 0 ? some : (every[0] ?? []);
    const isWhole = asked === some && every.length === 0 && not.length === 0 && !filled;
    return {
      ...(asked.length === 0 ? {} : { body: { tags: [...new Set(asked)] } }),
      ...(isWhole && !empty ? {} : { localFilters: [selectionFilter(['tags', 'tags'], selection, tagsOf)] }),
      ...understoodOf(selection),
    };
  },
});
