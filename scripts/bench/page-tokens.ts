import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { startBuilt } from '../built.ts';
import type { Row } from './row.ts';

const rowsPerPage = 20;
const bar = 60;

const searches = {
  deals: 'search_opportunities',
  people: 'search_people',
  companies: 'search_companies',
  leads: 'search_leads',
  tasks: 'search_tasks',
};

/** What a row costs in a page of 20 with the usual fields; the head line and the column names are shared among the rows. */
export async function pageTokens(): Promise<Row[]> {
  const server = await startBuilt();
  const rows: Row[] = [];
  try {
    for (const [what, tool] of Object.entries(searches)) {
      const text = await server.answer(tool, { limit: rowsPerPage });
      const shown = text.split('\n').filter((line) => line.includes('\t')).length - 1;
      const each = countTokens(text) / shown;
      rows.push({
        what: `a page of ${shown} ${what}, tokens a row`,
        measured: each.toFixed(1),
        bar: `at most ${bar}`,
        ok: shown === rowsPerPage && each <= bar,
      });
    }
  } finally {
    await server.close();
  }
  return rows;
}
