import type { NameEntry, NameList, NameResolver } from '../../../src/tool/names.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** The entries of a small list; none where they cannot be read, which labels then tell. */
export async function nameEntriesOf(names: NameResolver, book: NameList): Promise<readonly NameEntry[]> {
  try {
    return await names.all(book);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
