import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { type Column, type Page, tableMost, wrongCell } from './cells.ts';
import { type Fact, textsIn } from './facts.ts';
import type { Ranks } from './order.ts';

/** The rows that an answer should have. */
export interface ExpectedRows {
  readonly account: Account;
  /** All records that match, in the orders that are right. */
  readonly orders: readonly Ranks[];
  readonly columns: readonly Column[];
  readonly offset: number;
  /** Rows of the window; 0 asks for their number alone. */
  readonly limit: number;
  /** Characters of a long text that is not asked for by name; those of a table unless told. */
  readonly most?: number;
  /** Where only part of the records can be read, how many of those that Copper was asked for are. */
  readonly readable?: number;
}

/** Which record each row tells, when each may be any of its rank that no other row tells. */
function matchRows(
  rows: Table['rows'],
  ranks: Ranks,
  offset: number,
  columns: readonly Column[],
  page: Page,
) {
  const places = ranks.flatMap((rank) => rank.map(() => rank));
  const told = new Set<Fact>();
  for (const [at, row] of rows.entries()) {
    const rank = places[offset + at] ?? [];
    const id = row[page.table.columns.indexOf('id')];
    let why = 'there is no such row';
    const found = rank.find((fact) => {
      if (told.has(fact)) return false;
      const wrong = wrongCell(row, fact, columns, page);
      if (wrong !== undefined && (rank.length === 1 || String(fact.id) === id)) why = wrong;
      return wrong === undefined;
    });
    if (found === undefined) return `row ${offset + at + 1} (${row.slice(0, 4).join(' | ')}): ${why}`;
    told.add(found);
  }
  return undefined;
}

/** Characters of an answer at most. */
const mostChars = ({ kind }: Account) => Number(kind.env?.COPPER_MAX_RESULT_CHARS ?? 40_000);

/** About as many characters as a row takes. */
const lengthOf = ({ values }: Fact, columns: readonly Column[]) =>
  columns.reduce((sum, { name }) => sum + 2 + String(textsIn(values[name])).length, 20);

/** Whether fewer rows than asked for are accounted for: pages hold no more, which may be told, or the next row would not fit. */
function mayBeShort(
  answer: Answer,
  shown: number,
  { account, orders, columns, offset }: ExpectedRows,
): boolean {
  const lowered = answer.notes.some((note) => note.includes(`lowered to ${shown},`));
  // Requests may run out between two pages: those rows are true, and the note says where to go on.
  const stopped = answer.notes.some((note) =>
    new RegExp(`^Only ${shown} rows? (?:was|were) read here`).test(note),
  );
  if (stopped) return true;
  const { pageSize = 0 } = account.kind.sandbox;
  if (lowered || (pageSize > 0 && (offset + shown) % pageSize === 0)) return true;
  const following = orders.map((ranks) => ranks.flat()[offset + shown]);
  const room = mostChars(account) - answer.text.length;
  return following.some((fact) => fact !== undefined && lengthOf(fact, columns) > room / 1.5 - 100);
}

function wrongCount(answer: Answer, table: Table, total: number, expected: ExpectedRows): string | undefined {
  const { account, readable } = expected;
  const { sandbox } = account.kind;
  const mayNotKnow = sandbox.totals === false && sandbox.shape !== 'envelope';
  if (table.total === total) return undefined;
  if (table.total !== undefined) return `${table.total} are told, ${total} match`;
  if (readable !== undefined && table.atLeast !== undefined && table.atLeast <= total) {
    const told = answer.notes.some((note) => /only [\d,]+ of /.test(note));
    return told ? undefined : 'not all were read, and no note says so';
  }
  return mayNotKnow ? undefined : `the number is not told; ${total} match`;
}

function wrongNext(answer: Answer, table: Table, total: number, expected: ExpectedRows): string | undefined {
  const { offset, limit, account } = expected;
  const shown = table.rows.length;
  const wanted = Math.max(0, Math.min(limit, total - offset));
  if (shown > wanted) return `${shown} rows are shown, ${wanted} were asked for`;
  if (shown < wanted && !mayBeShort(answer, shown, expected))
    return `${shown} rows are shown instead of ${wanted}`;
  if (shown > 0 && table.offset !== offset) return `rows begin after ${table.offset} instead of ${offset}`;
  const more = shown > 0 && offset + shown < total;
  const next = more ? `offset=${offset + shown}` : undefined;
  const mayOffer = account.kind.sandbox.totals === false && shown === limit;
  if (table.next !== next && !(mayOffer && table.next === `offset=${offset + shown}`))
    return `next is ${table.next}, not ${next}`;
  return undefined;
}

/** What is wrong with the rows of an answer; undefined where they are right. */
export function wrongRows(answer: Answer, expected: ExpectedRows, table: Table = answer): string | undefined {
  const { account, orders, columns, offset, limit, readable, most } = expected;
  const total = orders[0]?.reduce((sum, rank) => sum + rank.length, 0) ?? 0;
  const count = wrongCount(answer, table, total, expected);
  if (count !== undefined) return count;
  const partly = readable !== undefined && table.total === undefined;
  const next = partly || limit === 0 ? undefined : wrongNext(answer, table, total, expected);
  if (next !== undefined) return next;
  const extra =
    table.rows.length === 0
      ? undefined
      : table.columns.find(
          (name) =>
            !columns.some((column) => column.name === name) &&
            !(
              account.kind.env?.COPPER_FORMAT === 'json' &&
              /^(?:value_currency|pipeline|\w+_more|\w+_all)$/.test(name)
            ),
        );
  if (extra !== undefined) return `there is a column ${extra} that nobody asked for`;
  const left = answer.notes.some((note) => note.includes('did not fit'));
  const meant = left ? columns.filter(({ name }) => table.columns.includes(name)) : columns;
  const wrong = orders.map((ranks) => {
    // Of rows that were read in part, which come first is not known: each may be any that matches.
    const free = partly ? [ranks.flat()] : ranks;
    const window = free.flat().slice(offset, offset + Math.max(table.rows.length, 1));
    const facts = partly ? free.flat() : window;
    const isTight = table.rows.length === 1 && answer.text.length > mostChars(account) * 0.8;
    const page = { account, table, notes: answer.notes, facts, most: most ?? tableMost, isTight };
    return matchRows(table.rows, free, offset, meant, page);
  });
  return wrong.every((one) => one !== undefined) ? wrong[0] : undefined;
}
