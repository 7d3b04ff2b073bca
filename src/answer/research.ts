import { parseInput } from '../input/parse-input.ts';
import { recordAddress } from '../names/text-form.ts';
import type { CallContext } from '../tool/app.ts';
import type { ResearchTool } from '../tool/report.ts';
import type { AnswerContext } from './answer.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { cleanLine, truncate } from './cell.ts';
import { runReport } from './report.ts';
import { fitToLength, headLine, writeText } from './write-answer.ts';

const kinds = ['person', 'company', 'lead', 'opportunity'] as const;

/** Reasons of matches that are certain; any other is said beside the name. */
const certain = ['exact name', 'name', 'id', 'e-mail'];

/** Characters of a title or of one value of the metadata. */
const maxLabel = 120;

/** Reads the cells of one row by the names of their columns; empty ones are undefined. */
const cellsOf =
  ({ columns, rows }: AnswerTable, row: number) =>
  (column: string): string | undefined => {
    const value = rows[row]?.[columns.indexOf(column)] ?? undefined;
    return value === undefined ? undefined : String(truncate(cleanLine(String(value)), maxLabel));
  };

/** A record as both forms name it. */
type Citation = Readonly<Record<'id' | 'title' | 'url', string>>;

/** How a record is cited: its name with its kind, its company, and how it was found if that is not certain. */
function citationOf(kindCell: string, cell: ReturnType<typeof cellsOf>): Citation {
  const kind = kinds.find((one) => one === kindCell);
  const id = cell('id');
  if (kind === undefined || id === undefined) throw new Error(`a ${kindCell} without an address`);
  const matched = cell('matched');
  const unsure = matched === undefined || certain.includes(matched) ? undefined : `matched by ${matched}`;
  const about = [kind, cell('company'), unsure].filter((part) => part !== undefined);
  const title = `${cell('name') ?? 'no name'} (${about.join(', ')})`;
  return {
    id: `${kind} ${id}`,
    title: String(truncate(title, maxLabel)),
    url: cell('link') ?? recordAddress(kind, id),
  };
}

type Written = ReturnType<WriteAnswer>;

/**
 * The matches, and in `notes` what the list does not have and what was understood. OpenAI describes `results` alone; `notes` are there
 * if there is something to say, since a list that is cut must not pass for all.
 */
function writeResults(whole: AnswerTable, maxChars: number): Written {
  const citations = whole.rows.map((_, at) => {
    const cell = cellsOf(whole, at);
    return citationOf(cell('kind') ?? '', cell);
  });
  return fitToLength(whole, maxChars, (table) => {
    const { rows, next, gaps = [], notes } = table;
    const said = [...(next === undefined ? [] : [headLine(table)]), ...gaps, ...notes].map(cleanLine);
    const structured = {
      results: citations.slice(0, rows.length),
      ...(said.length === 0 ? {} : { notes: said }),
    };
    return { text: JSON.stringify(structured), structured };
  });
}

/** What of the record can be read without its text. */
const described = ['owner', 'company', 'status', 'stage', 'closes'];

/** The record, with the whole answer as its text, which alone is cut if all of it would be too long. */
function writeDocument(whole: AnswerTable, maxChars: number): Written {
  const cell = cellsOf(whole, 0);
  const { id, title, url } = citationOf(whole.what, cell);
  const metadata: Record<string, string> = { kind: whole.what };
  for (const column of described) {
    const value = cell(column);
    if (value !== undefined) metadata[column] = value;
  }
  const withText = (text: string) => ({ id, title, text, url, metadata });
  const inJson: WriteAnswer = (table) => ({ text: JSON.stringify(writeText(table).text) });
  const around = JSON.stringify(withText('')).length - JSON.stringify('').length;
  const text: unknown = JSON.parse(fitToLength(whole, maxChars - around, inJson).text);
  const structured = withText(String(text));
  return { text: JSON.stringify(structured), structured };
}

const writers = { results: writeResults, document: writeDocument };

/**
 * Answers one call of a research tool as ChatGPT reads it: JSON as the only text, and the same as data, whatever the format of others.
 *
 * @throws ToolError, or the signal's reason when aborted
 */
export async function answerResearch(
  tool: ResearchTool,
  given: unknown,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<Written> {
  const { input } = parseInput(tool, given);
  const inText = { ...answerContext, data: false };
  const table = await runReport(tool.report, tool.reportInput(input), inText, context);
  return writers[tool.form](table, answerContext.maxChars);
}
