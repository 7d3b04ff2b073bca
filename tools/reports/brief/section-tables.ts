import type { JsonObject } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { Page, ReportTable } from '../../../src/tool/report.ts';
import type { BriefSection } from './brief-allowance.ts';
import { computedColumn } from './record-columns.ts';

/** Maximum number of rows of a section that are shown. */
const maxShown = 10;

/** The first rows of a section, with how many there are. */
export function sectionTable(
  section: BriefSection,
  { rows, total, minTotal }: Page,
  more: readonly Column[] = [],
): ReportTable {
  return {
    what: section.what,
    form: 'page',
    columns: [...section.columns, ...more],
    rows: rows.slice(0, maxShown),
    total,
    minTotal: Math.max(minTotal ?? 0, rows.length),
    nextHint: section.instead,
    none: 'none',
  };
}

/** The table of a section; none if it was not read. */
export const sectionTables = (section: BriefSection, page: Page | undefined): ReportTable[] =>
  page === undefined ? [] : [sectionTable(section, page)];

/** The time in a field, in Unix seconds; 0 if there is none. */
export const secondsIn = (row: JsonObject, name: string) => Number(row[name] ?? 0);

/** People with the primary contact first, then by last contact; none if they were not read. */
export function peopleTables(
  section: BriefSection,
  page: Page | undefined,
  primary: number | undefined,
): ReportTable[] {
  if (page === undefined) return [];
  const first = ({ id }: JsonObject) => Number(id === primary);
  const lastContact = (row: JsonObject) => secondsIn(row, 'date_last_contacted');
  const rows = page.rows.toSorted((a, b) => first(b) - first(a) || lastContact(b) - lastContact(a));
  const role = computedColumn('role', ({ id }) => (id === primary ? 'primary contact' : null));
  const isPart = page.total === undefined || page.total > rows.length;
  const what = isPart ? `${section.what} (last contact first, among ${rows.length} by name)` : section.what;
  return [sectionTable({ ...section, what }, { ...page, rows }, [role])];
}

/** The primary contact by id, if it is not among the people that were read. */
export const unlistedContact = (primary: number | undefined, people: readonly JsonObject[]) =>
  primary === undefined || people.some(({ id }) => id === primary) ? undefined : `person ${primary}`;
