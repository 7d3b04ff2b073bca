import type { JsonObject } from '../../src/tool/json.ts';
import { text } from '../../src/tool/record.ts';
import { column, defineReport } from '../../src/tool/report.ts';
import { words } from '../inputs/words.ts';
import { company } from '../records/company.ts';
import { searchCompanies } from '../search-companies.ts';

export const find = defineReport({
  name: 'find',
  title: 'Find a record',
  description: 'Companies by part of their name.',
  input: { text: words },
  async run({ text: wanted }, { rows, columns }) {
    const shown = await columns(company, ['id', 'name']);
    const { rows: found, total } = await rows(searchCompanies, { name: wanted }, shown, 10);
    const made = found.map((row): JsonObject => ({ ...row, kind: 'company' }));
    const kind = column('kind', text('kind'));
    const goOn = '{search_companies}';
    return {
      tables: [{ what: 'matches', form: 'page', columns: [kind, ...shown], rows: made, total, goOn }],
    };
  },
});
