import type { CallContext } from '../tool/app.ts';
import type { Deadline } from '../tool/clock.ts';
import type { CredentialMask } from '../tool/outgoing-text.ts';
import type { Report, ResearchTool } from '../tool/report.ts';
import type { OpenedRows, RowsReading } from '../tool/rows.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { openAllRows } from './all-rows.ts';
import type { AnswerContext } from './answer.ts';
import { openReportRows } from './report-rows.ts';

/** The work of a reading, as its app began it. */
interface RowsWork {
  readonly answerContext: AnswerContext;
  readonly deadline: Deadline;
  /** What the caller is told of an error. @throws the reason of a caller who left */
  failure(error: unknown): unknown;
  /** Releases what the reading holds. */
  end(): void;
  readonly mask: CredentialMask;
}

/** A context in which the time begins anew with each reply, and with each word that it goes on: a reading may take an hour, its steps not. */
const aliveWhile = (context: CallContext, deadline: Deadline): CallContext => ({
  ...context,
  signal: deadline.signal,
  onAttempt(attempt) {
    deadline.restart();
    context.onAttempt?.(attempt);
  },
  onProgress(progress) {
    deadline.restart();
    context.onProgress?.(progress);
  },
});

/**
 * Opens a reading of all rows of a tool. They show no credential, errors are those that callers are told, and what the reading holds is
 * released at its end or an error.
 */
export async function openRows(
  [tool, input]: readonly [tool: OperationTool | Report | ResearchTool, input: unknown],
  context: CallContext,
  { answerContext, deadline, failure, end, mask }: RowsWork,
): Promise<OpenedRows> {
  async function open(): Promise<RowsReading> {
    if ('form' in tool) throw new ToolError('invalid_input', `{${tool.name}} has no rows.`);
    if ('operation' in tool) return openAllRows(tool, input, answerContext, aliveWhile(context, deadline));
    return openReportRows(tool, input, answerContext, { ...context, signal: deadline.signal });
  }
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    deadline.restart();
    try {
      const done = await work();
      // Whoever takes long over the rows does not use up the time of the next page.
      deadline.pause();
      return done;
    } catch (error) {
      try {
        throw failure(error);
      } finally {
        end();
      }
    }
  }
  const reading = await guarded(open);
  const { what, columns, question } = reading;
  return {
    what: mask.text(what),
    columns: mask.value(columns),
    question,
    changeSince: (position) => guarded(() => reading.changeSince(position)),
    async *pages(from, known) {
      const pages = reading.pages(from, known);
      try {
        for (;;) {
          const { done, value } = await guarded(() => pages.next());
          if (done) return mask.value(value);
          yield { ...value, rows: mask.value(value.rows) };
        }
      } finally {
        end();
      }
    },
    end,
  };
}
