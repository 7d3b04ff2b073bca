import { cleanLine } from './clean.ts';
import type { Write } from './written.ts';

/** The shape of every answer in JSON, for `outputSchema`. */
export const outputSchema = {
  type: 'object' as const,
  properties: {
    kind: { type: 'string' },
    columns: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: { type: 'array' } },
    offset: { type: 'integer' },
    total: { type: 'integer' },
    least: { type: 'integer' },
    next: { type: 'integer' },
    notes: { type: 'array', items: { type: 'string' } },
  },
  required: ['kind', 'columns', 'rows', 'notes'],
};

/**
 * The same answer as data: `total` is missing where Copper gave none (`least` then says how many of the rows that were read match),
 * `next` at the end; the text is that JSON.
 */
export const writeJson: Write = ({ what, columns, rows, offset, total, least, next, notes }) => {
  const structured = {
    kind: what,
    columns: [...columns],
    rows: rows.map((row) => [...row]),
    offset,
    ...(total === undefined ? {} : { total }),
    ...(least === undefined ? {} : { least }),
    ...(next === undefined ? {} : { next }),
    notes: notes.map(cleanLine),
  };
  return { text: JSON.stringify(structured), structured };
};
