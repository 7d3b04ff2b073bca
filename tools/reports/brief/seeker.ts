import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { getOpportunity } from '../../get-opportunity.ts';
import { getPersonByEmail } from '../../get-person-by-email.ts';
import { type Kind, kinds } from '../kinds.ts';
import { neededOf } from './records.ts';

/** Rows that are compared when a name is looked for. */
const compared = 25;

/** Records that a name may stand for. */
export interface Candidates {
  readonly kind: Kind;
  readonly rows: readonly JsonObject[];
  /** True where more match than were read. */
  readonly more: boolean;
}

/** Looks for records, and counts its requests. */
export interface Seeker {
  readonly spent: () => number;
  /** Kinds that the key may not read, for the error of a search that found nothing. */
  readonly hidden: () => readonly Kind[];
  byId(kind: Kind, id: number): Promise<JsonObject | undefined>;
  byEmail(kind: 'person' | 'lead', email: string): Promise<JsonObject | undefined>;
  /** Records of one kind that match a search; none where the kind may not be read and `lenient` is given. */
  search(kind: Kind, input: Readonly<Record<string, unknown>>, lenient?: 'lenient'): Promise<Candidates>;
}

const include = { name: 'include_converted_leads', value: 'true' };

/** Leads are looked for whether they were converted or not. */
function withConverted(kind: Kind, input: Readonly<Record<string, unknown>>) {
  if (kind !== 'lead') return input;
  const filters = Array.isArray(input.filters) ? input.filters : [];
  return { ...input, filters: [...filters, include] };
}

/** Reads whole records, as a brief needs them, so that the one that is found need not be read again. */
export function createSeeker({ rows, note }: ReportContext): Seeker {
  let spent = 0;
  const hidden: Kind[] = [];

  function read(tool: OperationTool, kind: Kind, input: Readonly<Record<string, unknown>>) {
    spent++;
    return rows(tool, input, neededOf(kind), compared);
  }

  async function one(tool: OperationTool, kind: Kind, input: Readonly<Record<string, unknown>>) {
    try {
      return (await read(tool, kind, input)).rows[0];
    } catch (error) {
      if (error instanceof ToolError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }

  async function search(...[kind, input, lenient]: Parameters<Seeker['search']>): Promise<Candidates> {
    try {
      const found = await read(kinds[kind].tool, kind, withConverted(kind, input));
      const more = found.total === undefined || found.total > found.rows.length;
      return { kind, rows: found.rows, more };
    } catch (error) {
      if (lenient === undefined || !(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
      note(`${kinds[kind].plural} could not be searched (${error.kind}).`);
      hidden.push(kind);
      return { kind, rows: [], more: false };
    }
  }

  return {
    spent: () => spent,
    hidden: () => hidden,
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
