import { type Shown, shown } from '../../shown.ts';

/** A brief taken apart: the record's fields, and its other tables by the words before their counts. */
export interface BriefShown {
  readonly what: string;
  readonly record: ReadonlyMap<string, string>;
  readonly parts: ReadonlyMap<string, Shown>;
  readonly notes: readonly string[];
}

/** Takes the text of a brief apart. */
export function briefShown(text: string): BriefShown {
  const [first = '', ...others] = text.split('\n\n');
  const [what = '', ...lines] = first.split('\n');
  const record = new Map<string, string>();
  let last = '';
  for (const line of lines) {
    const [, name, value = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
    record.set(name ?? last, name === undefined ? `${record.get(last)}\n${line.trim()}` : value);
    last = name ?? last;
  }
  const tables = others.map((part) => shown(part));
  const parts = new Map(tables.map((table) => [table.head.replace(/(?: \d+-\d+ of |: none).*/, ''), table]));
  return { what, record, parts, notes: tables.flatMap(({ notes }) => notes) };
}
