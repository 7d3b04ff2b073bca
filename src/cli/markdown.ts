import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** What programs that show Markdown make links of by themselves: addresses, and e-mail addresses. */
const linkable = /:\/\/|\bwww\.|@|\b(?:mailto|xmpp|tel):/i;

/** Signs that mean something inside a line: emphasis, code, links, images, HTML, entities, cells, formulas, marks. */
const inline = /[\\`*_[\]{}<>&|~$^#!]|:(?=[a-z+])|=(?==)|%(?=%)/gi;

/** Signs that mean something only at the beginning of a line: lists, rules, headings by underlining. */
const leading = /^(?:([-+=])(?=[-+=\s]|$)|(\d{1,9})([.)])(?=\s|$))/;

/**
 * Text as code, which no program makes a link of. A cell of a table would end at a bar even there; a backslash in front of one cannot be
 * written in code, so that a space stands between them.
 */
function asCode(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + runs.reduce((most, { length }) => Math.max(most, length), 0));
  return `${fence} ${text.replace(/\\(?=\|)/g, '\\ ').replaceAll('|', '\\|')} ${fence}`;
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

/** A column of a table, with the places of its value, or of one amount per currency, and of their currencies. */
interface MarkdownColumn {
  readonly name: string;
  readonly places: readonly { readonly value: number; readonly unit: number }[];
}

/** Columns as people read them: in JSON an amount has its currency in a column of its own, and further ones are `value_2` and so on. */
function columnsOf(names: readonly string[]): MarkdownColumn[] {
  const unitOf = (name: string) => names.indexOf(`${name}_currency`);
  const amounts = (name: string) =>
    names.filter(
      (other) => other === name || (other.startsWith(`${name}_`) && /^_\d+$/.test(other.slice(name.length))),
    );
  const isPart = (name: string) => {
    const base = name.replace(/_currency$/, '');
    const first = base.replace(/_\d+$/, '');
    return (
      (base !== name && names.includes(base)) ||
      (first !== base && unitOf(first) >= 0 && names.includes(first))
    );
  };
  return names.flatMap((name, at) => {
    if (isPart(name)) return [];
    const parts =
      unitOf(name) < 0 ? [] : amounts(name).map((one) => ({ value: names.indexOf(one), unit: unitOf(one) }));
    return [{ name, places: parts.length === 0 ? [{ value: at, unit: -1 }] : parts }];
  });
}

/** One cell: its value, or its amounts with their currencies. */
const cellText = ({ places }: MarkdownColumn, row: readonly JsonValue[]): string =>
  markdownText(
    places
      .flatMap(({ value, unit }) => {
        const texts = [row[value], row[unit]].filter((part) => part !== null && part !== undefined);
        return texts.length === 0 ? [] : [texts.join(' ')];
      })
      .join(', '),
  );

/** `## Overdue tasks: 5 of 49`; without a number where rows are no records. */
function heading({ kind, total, least, columns, rows }: JsonObject): string {
  const shown = listOf(rows).length;
  const all = total ?? (least === undefined ? 'an unknown number' : `at least ${least}`);
  const title = String(kind);
  const isOfRecords = shown === 0 || listOf(columns).some((name) => name === 'id' || name === 'date');
  const count = shown === all ? `: ${all}` : `: ${shown} of ${all}`;
  const isCounted = isOfRecords || shown !== all;
  return `## ${markdownText(title.charAt(0).toUpperCase() + title.slice(1))}${isCounted ? count : ''}`;
}

/** One table of an answer in JSON: heading, rows, and how to get the rest. */
function markdownTable(table: JsonObject): string[] {
  const columns = columnsOf(listOf(table.columns).map(String));
  const rows = [...listOf(table.rows), ...listOf(table.totals)].map(listOf);
  if (rows.length === 0) return [heading(table), '', 'None.', ''];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const more =
    table.next === undefined ? [] : [`More: ${markdownText(table.more ?? `offset=${table.next}`)}`, ''];
  return [
    heading(table),
    '',
    line(columns.map(({ name }) => markdownText(name))),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cellText(column, row)))),
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
