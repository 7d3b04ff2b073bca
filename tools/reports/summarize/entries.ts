import type { Book, Entry, Names } from '../../../src/tool/names.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** The entries of a small list; none where they cannot be read, which labels then tell. */
export async function entriesOf(names: Names, book: Book): Promise<readonly Entry[]> {
  try {
    return await names.all(book);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
