import type { JsonObject } from '../../../src/tool/json.ts';
import { fetchedOnly } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { type RecordKind, recordKindOrder } from '../lookup/record-kinds.ts';
import { createRecordLookup, type FoundRecords } from '../lookup/record-lookup.ts';
import type { RecordSearch } from '../lookup/searches.ts';
import { oneWordRank, type RecordMatch, similarRank } from './match.ts';

/** A record that matches, and why. */
interface Hit extends RecordMatch {
  readonly kind: RecordKind;
  readonly row: JsonObject;
}

/** Why a row of a kind matches; undefined if it does not. */
type Match = (kind: RecordKind, row: JsonObject) => RecordMatch | undefined;

/** A kind of which not all that match could be compared; `byOneWord` if one word of the name was searched. */
interface Unread {
  readonly kind: RecordKind;
  readonly read: number;
  readonly total: number | undefined;
  readonly byOneWord: boolean;
}

/** What has been found so far, over any number of rounds of searches. */
export interface Finder {
  /**
   * Makes all searches at once; those that fail are noted.
   *
   * @param match why a row matches; undefined if it does not
   * @param isNarrower true if `match` drops rows that Copper counts, so that its totals cannot be used
   * @throws ToolError if every search failed
   */
  search(searches: readonly RecordSearch[], match: Match, isNarrower: boolean): Promise<void>;
  /** The likeliest first. */
  hits(): Hit[];
  /** Kinds of which not all that match could be compared, with how many were. */
  unread(): Unread[];
  /** How many of a kind match; at least that many if `exact` is false. */
  count(kind: RecordKind): { readonly count: number; readonly exact: boolean };
}

/** So many that share only one word with the text are shown. */
const maxOfOneWord = 5;

const person = ['company_name', 'title', 'phone_numbers', 'assignee_id', 'date_last_contacted'];
const money = ['monetary_value', 'monetary_unit', 'status'];
const deal = ['company_name', 'pipeline_stage_id', 'pipeline_id', 'assignee_id', 'date_last_contacted'];

/** Copper's names of what tells records apart, so that nothing else is transferred. */
const fieldsToRead: Readonly<Record<RecordKind, readonly string[]>> = {
  person: [...person, 'emails', 'socials'],
  company: ['email_domain', 'address', 'phone_numbers', 'assignee_id'],
  lead: [...person, 'email', ...money],
  opportunity: [...deal, ...money],
};

const columnsToRead = (kind: RecordKind) => [fetchedOnly(...fieldsToRead[kind])];

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
  const results: (FoundRecords & { readonly totalIsExact: boolean })[] = [];

  function add(hit: Hit): void {
    const key = `${hit.kind} ${hit.row.id}`;
    const known = found.get(key);
    if (known === undefined || known.rank > hit.rank) found.set(key, hit);
  }

  /** Those that share one word with the text only if nothing else was found. */
  function hits(): Hit[] {
    const all = [...found.values()].sort(compareHits);
    const near = all.filter(({ rank }) => rank < oneWordRank);
    return near.length > 0 ? near : all.slice(0, maxOfOneWord);
  }

  /** The results of a kind; those of one word of a name only if nothing was found by the name itself. */
  function resultsOf(kind: RecordKind) {
    const own = results.filter((result) => result.kind === kind);
    const whole = own.filter(({ byOneWord }) => !byOneWord);
    const isFound = [...found.values()].some((hit) => hit.kind === kind && hit.rank < similarRank);
    return isFound && whole.length > 0 ? whole : own;
  }

  return {
    async search(searches, match, isNarrower) {
      for (const records of await lookup.readAll(searches)) {
        const { kind, rows, total } = records;
        results.push({ ...records, totalIsExact: !isNarrower && !records.byOneWord && total !== undefined });
        for (const row of rows) {
          const matched = match(kind, row);
          if (matched !== undefined) add({ ...matched, kind, row });
        }
      }
    },
    hits,
    unread() {
      // If only a part could be compared on our side, another note says how much.
      return recordKindOrder.flatMap((kind) => {
        const first = resultsOf(kind).find(({ more, minTotal }) => more && minTotal === undefined);
        return first === undefined
          ? []
          : [{ kind, read: first.rows.length, total: first.total, byOneWord: first.byOneWord }];
      });
    },
    count(kind) {
      const own = resultsOf(kind);
      const seen = hits().filter((hit) => hit.kind === kind).length;
      if (own.every(({ more }) => !more)) return { count: seen, exact: true };
      const counting = own.filter(({ totalIsExact }) => totalIsExact);
      const count = Math.max(seen, ...counting.map(({ total = 0 }) => total));
      return { count, exact: counting.length === own.length && kind !== 'lead' };
    },
  };
}
