import { isObject, type JsonObject } from '../tool/json.ts';

/** Entries of Copper's replies that are not rows of an answer, or not another one. */
export interface LeftOut {
  /** Entries without any content. */
  empty: number;
  /** Stubs of deleted activities. */
  deleted: number;
  /** Rows that their own page had before, or that are there for another record as well. */
  repeated: number;
}

/** Takes the rows out of the entries of pages: no empty ones, no deleted ones, and each once. */
export interface RowFilter {
  readonly leftOut: LeftOut;
  /** The rows of a page that were not there before; `known` if nothing on it is new. */
  take(entries: readonly JsonObject[]): { readonly fresh: JsonObject[]; readonly known: boolean };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What tells a row from others: its id, and what an id alone does not tell: related records have a type, activity types a category. */
function identityOf({ id, type, category }: JsonObject): string | undefined {
  return id === undefined || id === null ? undefined : `${id} ${textOf(type)} ${textOf(category)}`;
}

/** The record that an activity is listed under: Copper lists it once for each. */
const parentOf = ({ parent }: JsonObject) => (isObject(parent) ? `${parent.type} ${parent.id}` : '');

/**
 * A filter that has seen no rows yet.
 *
 * @param once what comes once: by default a record, even where it is listed under several others; or each `listing` of it
 */
export function createRowFilter(once: 'record' | 'listing' = 'record'): RowFilter {
  const records = new Set<string>();
  const listings = new Set<string>();
  const leftOut: LeftOut = { empty: 0, deleted: 0, repeated: 0 };

  function isFresh(row: JsonObject, onPage: Set<string>): boolean {
    const record = identityOf(row);
    if (record === undefined) return true;
    const listing = `${record} ${parentOf(row)}`;
    const [isKnown, isListed] = [records.has(record), listings.has(listing)];
    records.add(record);
    listings.add(listing);
    // A listing that an earlier page had has moved from there: that is not one too many.
    const isSecond = onPage.has(listing) || !isListed;
    onPage.add(listing);
    if (row.is_deleted === true) {
      if (!isListed) leftOut.deleted++;
      return false;
    }
    if (once === 'record' ? !isKnown : !isListed) return true;
    if (isSecond) leftOut.repeated++;
    return false;
  }

  return {
    leftOut,
    take(entries) {
      const onPage = new Set<string>();
      const filled = entries.filter((entry) => Object.keys(entry).length > 0);
      leftOut.empty += entries.length - filled.length;
      const before = listings.size;
      const fresh = filled.filter((row) => isFresh(row, onPage));
      const isNew = listings.size > before || fresh.length > 0;
      return { fresh, known: !isNew };
    },
  };
}

/** The note on what was left out; empty where nothing was. */
export function leftOutNote({ empty, deleted, repeated }: LeftOut): string {
  const counted = (count: number, one: string, several: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  const parts = [
    ...counted(empty, 'empty entry', 'empty entries'),
    ...counted(deleted, 'deleted activity', 'deleted activities'),
    ...counted(repeated, 'repeated row', 'repeated rows'),
  ];
  if (parts.length === 0) return '';
  const all = [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
  const are = parts.length === 1 && /^1 /.test(all) ? 'is' : 'are';
  return `Copper also sent ${all}, which ${are} left out.`;
}
