import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { getOpportunity } from '../../get-opportunity.ts';
import { getPersonByEmail } from '../../get-person-by-email.ts';
import { type RecordKind, recordKinds } from '../lookup/record-kinds.ts';
import { columnsToRead } from './records.ts';

/** Rows that are compared when a name is looked for. */
const compared = 25;

/** Records that a name may stand for. */
export interface Candidates {
  readonly kind: RecordKind;
  readonly rows: readonly JsonObject[];
  /** True where more match than were read. */
  readonly more: boolean;
}

/** Looks for records, and counts its requests. */
export interface RecordLookup {
  readonly requests: () => number;
  /** Kinds that the key may not read, for the error of a search that found nothing. */
  readonly unsearched: () => readonly RecordKind[];
  byId(kind: RecordKind, id: number): Promise<JsonObject | undefined>;
  byEmail(kind: 'person' | 'lead', email: string): Promise<JsonObject | undefined>;
  /** Records of one kind that match a search; none where the kind may not be read and `lenient` is given. */
  search(
    kind: RecordKind,
    input: Readonly<Record<string, unknown>>,
    lenient?: 'lenient',
  ): Promise<Candidates>;
}

const include = { name: 'include_converted_leads', value: 'true' };

/** Leads are looked for whether they were converted or not. */
function withConverted(kind: RecordKind, input: Readonly<Record<string, unknown>>) {
  if (kind !== 'lead') return input;
  const filters = Array.isArray(input.filters) ? input.filters : [];
  return { ...input, filters: [...filters, include] };
}

/** Reads whole records, as a brief needs them, so that the one that is found need not be read again. */
export function createRecordLookup({ rows, note }: ReportContext): RecordLookup {
  let spent = 0;
  const hidden: RecordKind[] = [];

  function read(tool: OperationTool, kind: RecordKind, input: Readonly<Record<string, unknown>>) {
    spent++;
    return rows(tool, input, columnsToRead(kind), compared);
  }

  async function one(tool: OperationTool, kind: RecordKind, input: Readonly<Record<string, unknown>>) {
    try {
      return (await read(tool, kind, input)).rows[0];
    } catch (error) {
      if (error instanceof ToolError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }

  async function search(...[kind, input, lenient]: Parameters<RecordLookup['search']>): Promise<Candidates> {
    try {
      const found = await read(recordKinds[kind].tool, kind, withConverted(kind, input));
      const more = found.total === undefined || found.total > found.rows.length;
      return { kind, rows: found.rows, more };
    } catch (error) {
      if (lenient === undefined || !(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
      note(`${recordKinds[kind].plural} could not be searched (${error.kind}).`);
      hidden.push(kind);
      return { kind, rows: [], more: false };
    }
  }

  return {
    requests: () => spent,
    unsearched: () => hidden,
    search,
    async byId(kind, id) {
      if (kind === 'opportunity') return one(getOpportunity, kind, { id });
      const { rows: found } = await search(kind, { filters: [{ name: 'ids', value: String(id) }] });
      // A Copper that does not search by id answers with any record: that is not the one.
      return found.find((row) => row.id === id);
    },
    async byEmail(kind, email) {
      if (kind === 'person') return one(getPersonByEmail, kind, { email });
      return (await search(kind, { email }, 'lenient')).rows[0];
    },
  };
}
