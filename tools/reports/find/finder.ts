import type { JsonObject } from '../../../src/tool/json.ts';
import { derivedField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { type RecordKind, recordKindOrder, recordKinds } from '../lookup/record-kinds.ts';
import { type RecordSearch, toolOf } from '../lookup/searches.ts';
import type { RecordMatch } from './match.ts';

/** A record that matches, and why. */
export interface Hit extends RecordMatch {
  readonly kind: RecordKind;
  readonly row: JsonObject;
}

/** How many of a kind match; `exact` is false where that is a number they are at least. */
interface Count {
  readonly count: number;
  readonly exact: boolean;
}

/** Why a row of a kind matches; undefined where it does not. */
type Judge = (kind: RecordKind, row: JsonObject) => RecordMatch | undefined;

/** How far one search has been read. */
interface Read {
  readonly rows: number;
  readonly total: number | undefined;
  readonly complete: boolean;
  readonly strict: boolean;
  /** True where the runner's own note says how much was read. */
  readonly told: boolean;
}

/** What has been found so far, over any number of rounds of searches. */
export interface Finder {
  /**
   * Asks all at once; what a search may not see is a note.
   *
   * @param judge why a row matches; undefined where it does not
   * @param strict true where `judge` drops rows that Copper counts, so that its totals say nothing
   * @throws ToolError where every search failed
   */
  ask(searches: readonly RecordSearch[], judge: Judge, strict: boolean): Promise<void>;
  /** The likeliest first. */
  hits(): Hit[];
  /** Kinds of which not all that match could be compared, with how many were. */
  unread(): { readonly kind: RecordKind; readonly read: number; readonly total: number | undefined }[];
  count(kind: RecordKind): Count;
}

/** Copper's names of what tells records apart, so that only this crosses the wire. */
const needs: Readonly<Record<RecordKind, readonly string[]>> = {
  person: ['company_name', 'title', 'emails', 'phone_numbers', 'assignee_id', 'date_last_contacted'],
  company: ['email_domain', 'address', 'phone_numbers', 'assignee_id'],
  lead: [
    'company_name',
    'title',
    'email',
    'phone_numbers',
    'status',
    'assignee_id',
    'monetary_value',
    'monetary_unit',
    'date_last_contacted',
  ],
  opportunity: [
    'company_name',
    'pipeline_stage_id',
    'pipeline_id',
    'assignee_id',
    'monetary_value',
    'monetary_unit',
    'status',
    'date_last_contacted',
  ],
};

const columnsOf = (kind: RecordKind) => [
  column(
    'needs',
    derivedField(needs[kind], () => null),
  ),
];

/** Better matches first, then people before companies, leads and deals, open deals before others, then who was talked to last. */
function before(a: Hit, b: Hit): number {
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

/** Asks searches and gathers what matches, each record once. */
export function createFinder({ rows, note }: Pick<ReportContext, 'rows' | 'note'>): Finder {
  const found = new Map<string, Hit>();
  const read = new Map<RecordKind, Read[]>();

  async function one(search: RecordSearch, judge: Judge, strict: boolean): Promise<void> {
    const { kind } = search;
    const page = await rows(toolOf(search), search.input, columnsOf(kind), search.rows);
    const complete = page.total !== undefined && page.rows.length >= page.total;
    const part = {
      rows: page.rows.length,
      total: page.total,
      complete,
      strict,
      told: page.minTotal !== undefined,
    };
    read.set(kind, [...(read.get(kind) ?? []), part]);
    for (const row of page.rows) {
      const verdict = judge(kind, row);
      const key = `${kind} ${row.id}`;
      const known = found.get(key);
      if (verdict === undefined || (known !== undefined && known.rank <= verdict.rank)) continue;
      found.set(key, { ...verdict, kind, row });
    }
  }

  return {
    async ask(searches, judge, strict) {
      const failed = new Map<RecordKind, ToolError>();
      let answered = 0;
      const all = searches.map(async (search) => {
        try {
          await one(search, judge, strict);
          answered++;
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
          failed.set(search.kind, error);
        }
      });
      await Promise.all(all);
      const [first] = failed.values();
      if (first !== undefined && answered === 0) throw first;
      for (const [kind, error] of failed)
        note(`${recordKinds[kind].plural} could not be searched (${error.kind}).`);
    },
    hits: () => [...found.values()].sort(before),
    unread() {
      return [...read].flatMap(([kind, searches]) => {
        const part = searches.find(({ complete, told }) => !complete && !told);
        return part === undefined ? [] : [{ kind, read: part.rows, total: part.total }];
      });
    },
    count(kind) {
      const searches = read.get(kind) ?? [];
      const hits = [...found.values()].filter((hit) => hit.kind === kind).length;
      if (searches.every(({ complete }) => complete)) return { count: hits, exact: true };
      const told = searches.filter(({ strict, total }) => !strict && total !== undefined);
      const count = Math.max(hits, ...told.map(({ total = 0 }) => total));
      return { count, exact: told.length === searches.length && kind !== 'lead' };
    },
  };
}
