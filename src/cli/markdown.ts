import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** What programs that show Markdown make links of by themselves: addresses, and e-mail addresses. */
const linkable = /:\/\/|\bwww\.|@|\b(?:mailto|xmpp|tel):/i;

/** Signs that mean something inside a line: emphasis, code, links, images, HTML, entities, cells, formulas, marks. */
const inline = /[\\`*_[\]{}<>&|~$^#!]|:(?=[a-z+])|=(?==)|%(?=%)/gi;

/** Signs that mean something at the beginning of a line: headings, lists, quotations, rules. */
const leading = /^(?:([-+=>#])|(\d{1,9})([.)]))/;

/** Text as code, which no program makes a link of; a cell of a table would end at a bar even there. */
function asCode(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + runs.reduce((most, { length }) => Math.max(most, length), 0));
  return `${fence} ${text.replaceAll('|', '\\|')} ${fence}`;
}

/** Any text as text on one line of Markdown, whatever it contains: it makes no link, image, heading, cell or HTML. */
export function markdownText(value: JsonValue | undefined): string {
  const text = String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (linkable.test(text)) return asCode(text);
  return text
    .replace(inline, '\\$&')
    .replace(leading, (_, sign?: string, number?: string, end?: string) =>
      sign === undefined ? `${number}\\${end}` : `\\${sign}`,
    );
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** Columns of an answer with each currency beside its amount. */
function cellsOf(columns: readonly string[], row: readonly JsonValue[]): string[] {
  return columns.flatMap((name, at) => {
    if (name.endsWith('_currency') && columns.includes(name.slice(0, -'_currency'.length))) return [];
    const unit = row[columns.indexOf(`${name}_currency`)];
    const value = row[at] ?? null;
    return [markdownText(value === null || (unit ?? null) === null ? value : `${value} ${unit}`)];
  });
}

/** `## Overdue tasks: 5 of 49`, or without numbers if it shows all. */
function heading({ kind, total, least, offset: _, rows }: JsonObject): string {
  const shown = listOf(rows).length;
  const all = total ?? (least === undefined ? 'an unknown number' : `at least ${least}`);
  const title = String(kind);
  const count = shown === all ? `${all}` : `${shown} of ${all}`;
  return `## ${markdownText(title.charAt(0).toUpperCase() + title.slice(1))}: ${count}`;
}

/** One table of an answer in JSON: heading, rows, and how to get the rest. */
function markdownTable(table: JsonObject): string[] {
  const columns = listOf(table.columns).map(String);
  const rows = [...listOf(table.rows), ...listOf(table.totals)].map(listOf);
  if (rows.length === 0) return [heading(table), '', 'None.', ''];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const names = cellsOf(
    columns,
    columns.map((name) => (name.endsWith('_currency') ? null : name)),
  );
  const more =
    table.next === undefined ? [] : [`More: ${markdownText(table.more ?? `offset=${table.next}`)}`, ''];
  return [
    heading(table),
    '',
    line(names),
    line(names.map(() => '---')),
    ...rows.map((row) => line(cellsOf(columns, row))),
    '',
    ...more,
  ];
}

/** How much of what there is was read, if it was not all. */
function incompleteLines({ coverage }: JsonObject): string[] {
  if (!isObject(coverage) || coverage.complete !== false) return [];
  const parts = listOf(coverage.read)
    .filter(isObject)
    .filter(({ read, total }) => total === undefined || Number(read) < Number(total))
    .map(({ what, read, total }) => `${read} of ${total ?? 'an unknown number of'} ${what}`);
  return [`- INCOMPLETE: read ${markdownText(parts.join(', '))}.`];
}

/** A whole answer in JSON as Markdown: its tables, and its notes as a list. Ends with an empty line. */
export function markdownAnswer(answer: JsonObject): string[] {
  const tables = [answer, ...listOf(answer.parts).filter(isObject)].flatMap(markdownTable);
  const notes = [...listOf(answer.notes), ...listOf(answer.understood)];
  const lines = [...incompleteLines(answer), ...notes.map((note) => `- ${markdownText(note)}`)];
  return lines.length === 0 ? tables : [...tables, ...lines, ''];
}
