/** One table of an answer, or one record as a table of names and values. */
export interface Part {
  readonly head: string;
  /** How many there are, where the head line gives it. */
  readonly total: number | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** An answer taken apart: its table, the tables below it, and the notes. */
export interface ParsedAnswer extends Part {
  readonly text: string;
  readonly notes: readonly string[];
  readonly parts: readonly Part[];
}

const totalIn = (head: string): number | undefined => {
  if (/: none match/.test(head)) return 0;
  const found = / \d+-\d+ of (\d+)/.exec(head)?.[1] ?? /: (\d+) match/.exec(head)?.[1];
  return found === undefined ? undefined : Number(found);
};

function part(block: string): Part {
  const [head = '', ...lines] = block.split('\n');
  const [names = ''] = lines;
  const table = / \d+-\d+ of /.test(head) || names.includes('\t');
  if (!table) {
    const fields = lines.flatMap((line) => {
      const [, name = '', value = ''] = /^(\S[^:]*): (.*)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, value] as const];
    });
    const row = Object.fromEntries(fields);
    return { head, total: totalIn(head), columns: Object.keys(row), rows: fields.length === 0 ? [] : [row] };
  }
  const columns = names.split('\t');
  const each = (/ \(each row: (.*?)\)(?:, next|; |$)/.exec(head)?.[1]?.split('; ') ?? []).map((text) => {
    const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(text) ?? [];
    return [name, value] as const;
  });
  const rows = lines.slice(1).map((line) => {
    const cells = line.split('\t');
    const own = columns.map((name, at) => [name, cells[at] ?? ''] as const);
    return Object.fromEntries([...own, ...each]);
  });
  return { head, total: totalIn(head), columns, rows };
}

/** Takes an answer apart as an agent would. */
export function parseAnswer(text: string): ParsedAnswer {
  const lines = text.split('\n');
  const notes = lines.filter((line) => line.startsWith('note: ')).map((line) => line.slice(6));
  const blocks = lines
    .filter((line) => !line.startsWith('note: ') && !/^as of \S+$/.test(line))
    .join('\n')
    .split('\n\n');
  const [main = part(''), ...parts] = blocks.map(part);
  return { ...main, text, notes, parts };
}
