import { type AnswerContext, answerTool } from '../answer/answer.ts';
import { cleanLine } from '../answer/cell.ts';
import type { CallContext } from '../tool/app.ts';
import type { Completion } from '../tool/capabilities.ts';
import type { Completable } from '../tool/prompt.ts';
import type { OperationTool } from '../tool/tool.ts';

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
  const values = ranked(
    rows.map(([cell]) => String(cell)),
    name,
  );
  return { values, ...(total !== undefined && total > rows.length ? { total } : {}) };
}

/** Names in this account that contain the typed text. */
export async function completeName(
  what: Completable,
  typed: string,
  search: OperationTool,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<Completion> {
  if (what === 'company') return companyNames(search, typed, answerContext, context);
  const names = answerContext.copper.names({ ...context, lane: 'call' }, () => undefined);
  const entries = await names.all(what === 'owner' ? 'user' : 'pipeline');
  const known = entries.map(({ name }) => cleanLine(name));
  const all = what === 'owner' ? ['me', ...known] : known;
  const matching = all.filter((name) => containsTyped(name, typed));
  return { values: ranked(matching, typed) };
}
