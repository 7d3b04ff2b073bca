import { type AnswerContext, answerTool } from '../answer/answer.ts';
import { cleanLine, truncate } from '../answer/cell.ts';
import type { CallContext } from '../tool/app.ts';
import type { Completable, Completion, Prompt } from '../tool/capabilities.ts';
import type { ToolNames } from '../tool/outgoing-text.ts';
import type { OperationTool } from '../tool/tool.ts';

/** The most characters of an argument, enough for any name. */
const maxArgumentChars = 80;

/**
 * The prompt's text with tools by the names that the client knows, and the arguments filled in: quoted, cleaned and on one line, so that
 * they are read as names, whatever they say.
 */
export function fillPrompt(
  { text, arguments: inputs }: Prompt,
  given: Readonly<Record<string, string>>,
  names: ToolNames,
): string {
  const values = new Map(
    inputs.map(({ name, otherwise = '""' }) => {
      const value = Object.hasOwn(given, name) ? cleanLine(String(given[name])) : '';
      return [name, value === '' ? otherwise : JSON.stringify(truncate(value, maxArgumentChars))];
    }),
  );
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values.get(name) ?? names.get(name) ?? place);
}

/** There are too many companies to list them all: the fewest characters that are searched for, and the most companies returned. */
const companies = { minChars: 2, limit: 50 };

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const containsTyped = (name: string, typed: string) => folded(name).includes(folded(typed.trim()));

/** Each name once; those that start with the typed text come first. */
function ranked(names: readonly string[], typed: string): string[] {
  const later = (name: string) => Number(!folded(name).startsWith(folded(typed.trim())));
  return [...new Set(names)].sort((a, b) => later(a) - later(b));
}

async function companyNames(
  search: OperationTool,
  typed: string,
  answerContext: AnswerContext,
  context: CallContext,
) {
  const name = cleanLine(typed).replace(/^=+/, '').trim();
  if ([...name].length < companies.minChars) return { values: [] };
  const input = { name, fields: ['name'], limit: companies.limit };
  const { rows, total } = await answerTool(search, input, answerContext, context);
  const found = rows.map(([cell]) => String(cell));
  return { values: ranked(found, name), ...(total !== undefined && total > rows.length ? { total } : {}) };
}

/** As many of the names as fit into the characters of an answer; how many there are stays as it is. */
function fitNames({ values, total = values.length }: Completion, maxChars: number): Completion {
  let left = maxChars;
  const tooLong = values.findIndex((name) => {
    left -= name.length;
    return left < 0;
  });
  const shown = tooLong < 0 ? values : values.slice(0, tooLong);
  return total > shown.length ? { values: shown, total } : { values: shown };
}

/** Names in this account that contain the typed text, as many as an answer can hold. */
export async function completeName(
  what: Completable,
  typed: string,
  search: OperationTool,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<Completion> {
  const found = await matchingNames(what, typed, search, answerContext, context);
  return fitNames(found, answerContext.maxChars);
}

async function matchingNames(
  what: Completable,
  typed: string,
  search: OperationTool,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<Completion> {
  if (what === 'company') return companyNames(search, typed, answerContext, context);
  const names = answerContext.copper.names({ ...context, priority: 'interactive' }, () => undefined);
  const entries = await names.all(what === 'owner' ? 'user' : 'pipeline');
  const known = entries.map(({ name }) => cleanLine(name));
  const all = what === 'owner' ? ['me', ...known] : known;
  const matching = all.filter((name) => containsTyped(name, typed));
  return { values: ranked(matching, typed) };
}
