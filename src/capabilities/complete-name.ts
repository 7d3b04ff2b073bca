import { type AnswerContext, tabulate } from '../answer/answer.ts';
import { cleanLine } from '../answer/clean.ts';
import type { CallContext } from '../tool/app.ts';
import type { Completion } from '../tool/capabilities.ts';
import type { Completable } from '../tool/prompt.ts';
import type { OperationTool } from '../tool/tool.ts';

/** Companies are too many to list: they are searched for from so many characters on, and so many are named. */
const companies = { least: 2, most: 50 };

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const holds = (name: string, typed: string) => folded(name).includes(folded(typed.trim()));

/** Each once, those that begin with what was typed first. */
function ranked(names: readonly string[], typed: string): string[] {
  const later = (name: string) => Number(!folded(name).startsWith(folded(typed.trim())));
  return [...new Set(names)].sort((a, b) => later(a) - later(b));
}

async function companyNames(search: OperationTool, typed: string, desk: AnswerContext, context: CallContext) {
  const name = cleanLine(typed).replace(/^=+/, '').trim();
  if ([...name].length < companies.least) return { values: [] };
  const input = { name, fields: ['name'], limit: companies.most };
  const { rows, total } = await tabulate(search, input, desk, context);
  const values = ranked(
    rows.map(([cell]) => String(cell)),
    name,
  );
  return { values, ...(total !== undefined && total > rows.length ? { total } : {}) };
}

/** Names of this account that fit what was typed. */
export async function completeName(
  what: Completable,
  typed: string,
  search: OperationTool,
  desk: AnswerContext,
  context: CallContext,
): Promise<Completion> {
  if (what === 'company') return companyNames(search, typed, desk, context);
  const names = desk.copper.names({ ...context, lane: 'call' }, () => undefined);
  const entries = await names.all(what === 'owner' ? 'user' : 'pipeline');
  const known = entries.map(({ name }) => cleanLine(name));
  const all = what === 'owner' ? ['me', ...known] : known;
  const fit = all.filter((name) => holds(name, typed));
  return { values: ranked(fit, typed) };
}
