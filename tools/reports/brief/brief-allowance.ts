import type { Column } from '../../../src/tool/record.ts';
import type { Page, ReportContext } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** One section of a brief: what it is called, and the call that an agent can make instead. */
export interface BriefSection {
  readonly what: string;
  readonly instead: string;
  readonly tool: OperationTool;
  readonly input: Readonly<Record<string, unknown>>;
  readonly columns: readonly Column[];
  /** Rows to read: a whole page if Copper may not support the condition, so that we filter. */
  readonly rows: number;
}

/** Requests that a brief may still make. */
export interface BriefAllowance {
  /** Takes one request, if there is one left. */
  take(): boolean;
  /** Starts to read a section; undefined, with a note, if no request is left or it cannot be read. */
  read(section: BriefSection): Promise<Page | undefined>;
  /** Notes which sections were not read, once all have been asked for; `record` is what to ask for to have them all: `person 12`. */
  noteSkipped(record: string): void;
}

/** An allowance of so many requests, first come, first served; `most` is the maximum for the whole brief. */
export function createBriefAllowance(
  requests: number,
  most: number,
  { rows, note }: ReportContext,
): BriefAllowance {
  let left = requests;
  const skipped: BriefSection[] = [];
  const take = () => left-- > 0;
  return {
    take,
    async read(section) {
      if (!take()) {
        skipped.push(section);
        return undefined;
      }
      try {
        const page = await rows(section.tool, section.input, section.columns, section.rows, {
          assumesLastPage: true,
        });
        return page.isAssumedTotal ? { ...page, total: undefined, minTotal: page.rows.length } : page;
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        note(`${section.what} could not be read (${error.kind}). Try ${section.instead}.`, 'gap');
        return undefined;
      }
    },
    noteSkipped(record) {
      if (skipped.length === 0) return;
      const sections = skipped.map(({ what }) => what).join(', ');
      note(
        `Not read, to stay within ${most} requests: ${sections}. {brief} about="${record}" reads all.`,
        'gap',
      );
    },
  };
}
