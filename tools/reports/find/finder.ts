import type { JsonObject } from '../../../src/tool/json.ts';
import { column, derivedField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { type RecordKind, recordKindOrder } from '../lookup/record-kinds.ts';
import { createRecordLookup, type FoundRecords } from '../lookup/record-lookup.ts';
import type { RecordSearch } from '../lookup/searches.ts';
import type { RecordMatch } from './match.ts';

/** A record that matches, and why. */
interface Hit extends RecordMatch {
  readonly kind: RecordKind;
  readonly row: JsonObject;
}

/** Why a row of a kind matches; undefined where it does not. */
type Match = (kind: RecordKind, row: JsonObject) => RecordMatch | undefined;

/** What has been found so far, over any number of rounds of searches. */
export interface Finder {
  /**
   * Makes all searches at once; those that fail are noted.
   *
   * @param match why a row matches; undefined where it does not
   * @param strict true where `match` drops rows that Copper counts, so that its totals cannot be used
   * @throws ToolError where every search failed
   */
  search(searches: readonly RecordSearch[], match: Match, strict: boolean): Promise<void>;
  /** The likeliest first. */
  hits(): Hit[];
  /** Kinds of which not all that match could be compared, with how many were. */
  unread(): { readonly kind: RecordKind; readonly read: number; readonly total: number | undefined }[];
  /** How many of a kind match; at least that many where `exact` is false. */
  count(kind: RecordKind): { readonly count: number; readonly exact: boolean };
}

const person = ['company_name', 'title', 'phone_numbers', 'assignee_id', 'date_last_contacted'];
const money = ['monetary_value', 'monetary_unit', 'status'];
const deal = ['company_name', 'pipeline_stage_id', 'pipeline_id', 'assignee_id', 'date_last_contacted'];

/** Copper's names of what tells records apart, so that nothing else is transferred. */
const needs: Readonly<Record<RecordKind, readonly string[]>> = {
  person: [...person, 'emails'],
  company: ['email_domain', 'address', 'phone_numbers', 'assignee_id'],
  lead: [...person, 'email', ...money],
  opportunity: [...deal, ...money],
};

const columnsToRead = (kind: RecordKind) => [
  column(
    'needs',
    derivedField(needs[kind], () => null),
  ),
];

/** Better matches first, then people before companies, leads and deals, open deals before others, then the latest contact. */
function compareHits(a: Hit, b: Hit): number {
  const closed = ({ kind, row }: Hit) => Number(kind === 'opportunity' && row.status !== 'Open');
  const last = ({ row }: Hit) => Number(row.date_last_contacted ?? 0);
  const name = ({ row }: Hit) => String(row.name ?? '');
  return (
    a.rank - b.rank ||
    recordKindOrder.indexOf(a.kind) - recordKindOrder.indexOf(b.kind) ||
    closed(a) - closed(b) ||
    last(b) - last(a) ||
    name(a).length - name(b).length ||
    name(a).localeCompare(name(b))
  );
}

/** Makes searches and collects what matches, each record once. */
export function createFinder(context: Pick<ReportContext, 'rows' | 'note'>): Finder {
  const lookup = createRecordLookup(context, columnsToRead);
  const found = new Map<string, Hit>();
  const results: (FoundRecords & { readonly countsMatches: boolean })[] = [];

  function add(hit: Hit): void {
    const key = `${hit.kind} ${hit.row.id}`;
    const known = found.get(key);
    if (known === undefined || known.rank > hit.rank) found.set(key, hit);
  }

  return {
    async search(searches, match, strict) {
      for (const records of await lookup.readAll(searches)) {
        const { kind, rows, total } = records;
        results.push({ ...records, countsMatches: !strict && total !== undefined });
        for (const row of rows) {
          const matched = match(kind, row);
          if (matched !== undefined) add({ ...matched, kind, row });
        }
      }
    },
    hits: () => [...found.values()].sort(compareHits),
    unread() {
      // Where only a part could be compared on our side, another note says how much.
      const partial = results.filter(({ more, minTotal }) => more && minTotal === undefined);
      const firsts = partial.filter(({ kind }, at) => partial.findIndex((one) => one.kind === kind) === at);
      return firsts.map(({ kind, rows, total }) => ({ kind, read: rows.length, total }));
    },
    count(kind) {
      const own = results.filter((result) => result.kind === kind);
      const hits = [...found.values()].filter((hit) => hit.kind === kind).length;
      if (own.every(({ more }) => !more)) return { count: hits, exact: true };
      const counting = own.filter(({ countsMatches }) => countsMatches);
      const count = Math.max(hits, ...counting.map(({ total = 0 }) => total));
      return { count, exact: counting.length === own.length && kind !== 'lead' };
    },
  };
}
