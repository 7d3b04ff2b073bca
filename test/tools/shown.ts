/** The text of a list, parsed. */
export interface Shown {
  /** `opportunities 1-3 of 37, next: offset=3` */
  readonly head: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** How many match, where the head line says so. */
  readonly total: number | undefined;
  /** The offset of the next page, where the head line names one. */
  readonly next: number | undefined;
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** Parses the text of a list: head line, column names, rows, notes. */
export function shown(text: string): Shown {
  const [head = '', ...lines] = text.split('\n');
  const isNote = (line: string) => line.startsWith('note: ');
  const [names = '', ...rows] = lines
    .filter((line) => !isNote(line) && !/^as of \S+$/.test(line))
    .map((line) => line.split('\t'));
  return {
    head,
    columns: names === '' ? [] : names,
    rows,
    notes: lines.filter(isNote).map((line) => line.slice('note: '.length)),
    total: number(/(?: of |: |, )(\d+)(?: match|, next| \(each row: |$)/.exec(head)?.[1]),
    next: number(/next: offset=(\d+)$/.exec(head)?.[1]),
  };
}

/** The cells of one column. */
export function column({ columns, rows }: Shown, name: string): string[] {
  const at = columns.indexOf(name);
  if (at < 0) throw new Error(`no column ${name} in ${columns.join(', ')}`);
  return rows.map((row) => row[at] ?? '');
}
