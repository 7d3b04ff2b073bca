import type { Column } from '../../../src/tool/record.ts';
import type { Page, ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** One part of a brief: what it is called, and the call that an agent can make instead. */
export interface BriefSection {
  readonly what: string;
  readonly instead: string;
  readonly tool: OperationTool;
  readonly input: Readonly<Record<string, unknown>>;
  readonly columns: readonly Column[];
  /** Rows that are read; a whole page where Copper may leave the condition to us. */
  readonly rows: number;
  /** True where nobody misses it. */
  readonly optional?: boolean;
}

/** Requests that a brief may still make. */
export interface RequestAllowance {
  /** Takes one request, if there is one left: for names of ids that are shown only then. */
  take(): boolean;
  /** Starts to read a part; undefined, with a note, where no request is left or the part cannot be had. */
  read(part: BriefSection): Promise<Page | undefined>;
  /** Says which parts were not read, once all have been asked for; `record` is what to ask for to have them all: `person 12`. */
  noteSkipped(record: string): void;
}

/** Room for so many requests; whoever asks first is served. */
export function createRequestAllowance(
  requests: number,
  most: number,
  { rows, note }: ReportContext,
): RequestAllowance {
  let left = requests;
  const missed: BriefSection[] = [];
  const take = () => left-- > 0;
  return {
    take,
    async read(part) {
      if (!take()) {
        if (part.optional !== true) missed.push(part);
        return undefined;
      }
      try {
        return await rows(part.tool, part.input, part.columns, part.rows);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        note(`${part.what} could not be read (${error.kind}). Ask again with ${part.instead}.`);
        return undefined;
      }
    },
    noteSkipped(record) {
      if (missed.length === 0) return;
      const parts = missed.map(({ what }) => what).join(', ');
      note(`Not read, to stay within ${most} requests: ${parts}. {brief} about="${record}" reads all.`);
    },
  };
}
