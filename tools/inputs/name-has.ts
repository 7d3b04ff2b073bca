import type { PostFilter } from '../../src/tool/request.ts';
import { words } from './words.ts';

/** A part of a name, for lists that Copper only gives whole. */
export const nameHas = {
  input: { name: words.optional() },
  keep(part: string | undefined): PostFilter[] {
    if (part === undefined) return [];
    const wanted = part.toLowerCase();
    return [
      {
        name: 'name',
        expected: true,
        test: (row) =>
          String(row.name ?? '')
            .toLowerCase()
            .includes(wanted),
      },
    ];
  },
};
