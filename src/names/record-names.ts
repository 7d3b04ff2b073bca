import type { AskCopper } from '../copper/ask.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { NameEntry, NameList } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { SmallNameList } from './name-lists.ts';
import { normalizeName } from './nearest-names.ts';

/** Books of records, which are too many to read whole. */
export type RecordNameList = Exclude<NameList, SmallNameList>;

/** Requests spent at most on the names of one kind of record in one answer. */
const mostRequests = 4;

/** Records that one text may stand for; more is a question to the agent. */
const mostMatches = 10;

interface Search {
  readonly operation: OperationId;
  readonly plural: string;
  readonly tool: string;
  /** What the search needs beside its condition. */
  readonly more: JsonObject;
  /** True where part of a name can be searched. */
  readonly partial: boolean;
}

const searches: Readonly<Record<RecordNameList, Search>> = {
  lead: {
    operation: 'searchLeads',
    plural: 'leads',
    tool: 'search_leads',
    more: { include_converted_leads: true },
    partial: false,
  },
  person: { operation: 'searchPeople', plural: 'people', tool: 'search_people', more: {}, partial: true },
  company: {
    operation: 'searchCompanies',
    plural: 'companies',
    tool: 'search_companies',
    more: {},
    partial: true,
  },
  opportunity: {
    operation: 'searchOpportunities',
    plural: 'opportunities',
    tool: 'search_opportunities',
    more: {},
    partial: true,
  },
};

/** How records are asked for. */
export interface RecordNames {
  /** @throws ToolError `unknown_name` when the text fits no record, or too many. */
  find(
    book: RecordNameList,
    text: string,
    call: RequestOptions,
    note: (text: string) => void,
  ): Promise<NameEntry[]>;
  /** Names by id, in as few searches as the page cap allows; what is beyond four requests or gone is missing. */
  labels(book: RecordNameList, keys: ReadonlySet<string>, call: RequestOptions): Promise<Map<string, string>>;
}

/** Names of records, by one search for many ids or by part of a name. */
export function createRecordNames(ask: AskCopper, pageCap: (operation: OperationId) => number): RecordNames {
  async function search(
    { operation, more }: Search,
    condition: JsonObject,
    size: number,
    call: RequestOptions,
  ) {
    const body = { ...more, ...condition, fields: ['id', 'name'], page_number: 1, page_size: size };
    const { data, total } = await ask({ operation, body }, call);
    const rows = Array.isArray(data) ? data.filter((row): row is JsonObject => isObject(row)) : [];
    const entries = rows.flatMap(({ id, name }): NameEntry[] =>
      typeof id === 'number' ? [{ id, key: String(id), name: String(name ?? '') }] : [],
    );
    return { entries, total: total ?? entries.length };
  }

  return {
    async find(book, text, call, note) {
      const kind = searches[book];
      const cap = pageCap(kind.operation);
      const whole = text.startsWith('=') ? text.slice(1).trim() : text;
      const partial = kind.partial && whole === text;
      const name = partial ? { value: text, special_value: [{ type: 'partial' }] } : whole;
      const { entries, total } = await search(kind, { name }, cap, call);
      const isNamed = (entry: NameEntry) => normalizeName(entry.name) === normalizeName(whole);
      const page = entries.filter(isNamed);
      // Of more matches than a page holds, the one that is called exactly so may stand on another page.
      const beyond = page.length === 0 && total > entries.length;
      const exact = beyond ? (await search(kind, { name: text }, cap, call)).entries.filter(isNamed) : page;
      const said = text.slice(0, 60);
      const listed = (found: readonly NameEntry[]) =>
        found
          .slice(0, 5)
          .map((entry) => `${entry.name} (${entry.id})`)
          .join(', ') + (found.length > 5 ? ' …' : '');
      const allMeant = (found: readonly NameEntry[]) =>
        note(`"${said}" fits ${found.length} ${kind.plural}, all meant: ${listed(found)}.`);
      if (exact.length > 1) allMeant(exact);
      if (exact.length > 0) return exact;
      const [only] = entries;
      if (only === undefined) {
        throw new ToolError(
          'unknown_name',
          `No ${book} is called "${said}". {${kind.tool}} finds ${kind.plural} by other words.`,
        );
      }
      if (total > mostMatches) {
        throw new ToolError(
          'unknown_name',
          `"${said}" fits ${total} ${kind.plural}: ${listed(entries.slice(0, 5))} … Say more of the name, or give ids.`,
        );
      }
      if (entries.length > 1) allMeant(entries);
      else note(`"${said}" was read as ${book} "${only.name}".`);
      return entries;
    },
    async labels(book, keys, call) {
      const kind = searches[book];
      const size = pageCap(kind.operation);
      const ids = [...keys]
        .map(Number)
        .filter(Number.isSafeInteger)
        .slice(0, size * mostRequests);
      const found = new Map<string, string>();
      for (let start = 0; start < ids.length; start += size) {
        const some = ids.slice(start, start + size);
        const { entries } = await search(kind, { ids: some }, some.length, call);
        for (const { key, name } of entries) if (name !== '') found.set(key, name);
      }
      return found;
    },
  };
}
