import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, readPath } from '../../../src/tool/record.ts';
import type { Page, ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { type RecordKind, recordKinds } from './record-kinds.ts';
import type { RecordSearch } from './searches.ts';

/** Records that one search found. */
export interface FoundRecords extends Page {
  readonly kind: RecordKind;
  /** True if more match than were read. */
  readonly more: boolean;
  /** True if one word of a name was searched. */
  readonly byOneWord: boolean;
}

/** Makes searches for records, and counts its requests. */
export interface RecordLookup {
  readonly requests: () => number;
  /** Kinds that were skipped because they could not be searched; a note says so for each. */
  readonly skipped: () => readonly RecordKind[];
  /** @throws ToolError */
  read(search: RecordSearch): Promise<FoundRecords>;
  /** No records if the key may not read this kind. @throws ToolError for other reasons */
  readAllowed(search: RecordSearch): Promise<FoundRecords>;
  /** All at once; searches that fail are skipped. @throws ToolError if all fail */
  readAll(searches: readonly RecordSearch[]): Promise<readonly FoundRecords[]>;
}

/**
 * A lookup that has made no requests yet.
 *
 * @param columns what is read of each kind
 * @param maxRows rows per search that are read at most
 */
export function createRecordLookup(
  { rows, note }: Pick<ReportContext, 'rows' | 'note'>,
  columns: (kind: RecordKind) => readonly Column[],
  maxRows = Number.POSITIVE_INFINITY,
): RecordLookup {
  let requests = 0;
  const skipped: RecordKind[] = [];

  async function read({ kind, tool, input, rows: most, byOneWord }: RecordSearch): Promise<FoundRecords> {
    requests++;
    const page = await rows(tool, input, columns(kind), Math.min(most, maxRows));
    return {
      ...page,
      kind,
      byOneWord: byOneWord === true,
      more: page.total === undefined || page.total > page.rows.length,
    };
  }

  function skip(kind: RecordKind, error: ToolError): void {
    note(`${recordKinds[kind].plural} could not be searched (${error.kind}).`, 'gap');
    skipped.push(kind);
  }

  return {
    requests: () => requests,
    skipped: () => skipped,
    read,
    async readAllowed(search) {
      try {
        return await read(search);
      } catch (error) {
        if (!(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
        skip(search.kind, error);
        return { kind: search.kind, rows: [], total: 0, more: false, byOneWord: false };
      }
    },
    async readAll(searches) {
      const failed = new Map<RecordKind, ToolError>();
      const attempts = searches.map(async (search) => {
        try {
          return [await read(search)];
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
          failed.set(search.kind, error);
          return [];
        }
      });
      const found = (await Promise.all(attempts)).flat();
      const [first] = failed.values();
      if (first !== undefined && found.length === 0) throw first;
      for (const [kind, error] of failed) skip(kind, error);
      return found;
    },
  };
}

/** The members at a path of a row, as texts. */
export const textsAt = (row: JsonObject, ...path: readonly string[]): string[] =>
  [readPath(row, path) ?? []].flat().map(String);

/** All phone numbers, as they are written. */
export const phoneNumbersOf = (row: JsonObject): string[] => textsAt(row, 'phone_numbers', 'number');

/** All e-mail addresses: people have a list of them, leads have one, which some servers put into a list. */
export const emailAddressesOf = (row: JsonObject): string[] => [
  ...textsAt(row, 'emails', 'email'),
  ...textsAt(row, 'email', 'email'),
];
