import { hasNull, type JsonObject } from '../tool/json.ts';
import type { LocalFilter } from '../tool/request.ts';
import { formatNumber, sentences } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { conditionNames, type ReadContext } from './read.ts';

/** Sees whether rows have the fields that conditions are on: a field that no row has is unknown, not empty. */
export function createFieldCheck() {
  const returned = new Set<LocalFilter>();
  let read = 0;
  let hasEmpty = false;
  return {
    see(rows: readonly JsonObject[], localFilters: readonly LocalFilter[]): void {
      read += rows.length;
      hasEmpty ||= rows.some(hasNull);
      for (const one of localFilters)
        if (!returned.has(one) && rows.some((row) => one.sourceFields?.some((field) => field in row)))
          returned.add(one);
    },
    /** To be called when all rows have been seen. @throws ToolError `invalid_input` for a condition on a field that is not returned */
    check(localFilters: readonly LocalFilter[], note: ReadContext['note']): void {
      const unknown = localFilters.find((one) => one.sourceFields !== undefined && !returned.has(one));
      if (read === 0 || unknown === undefined) return;
      const { instead } = unknown;
      const name = conditionNames([unknown]);
      if (!hasEmpty) {
        // Where empty fields are left out, that no row has it is a sign, and no proof.
        const rows = read === 1 ? 'The only row does not have' : `None of ${formatNumber(read)} rows has`;
        note(
          sentences(
            `${rows} what ${name} is about, which was taken for empty; or else Copper does not return it.`,
            instead ?? '',
          ),
        );
        return;
      }
      throw new ToolError(
        'invalid_input',
        sentences(
          `Copper does not return what ${name} is about, so it is not known which rows match.`,
          instead ?? '',
        ),
      );
    },
  };
}
