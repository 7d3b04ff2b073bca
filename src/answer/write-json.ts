import type { JsonObject } from '../tool/json.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { cleanLine } from './clean.ts';

/** The shape of every answer in JSON, for `outputSchema`. */
export const outputSchema = {
  type: 'object' as const,
  properties: {
    kind: { type: 'string' },
    columns: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: { type: 'array' } },
    totals: { type: 'array', items: { type: 'array' } },
    offset: { type: 'integer' },
    total: { type: 'integer' },
    least: { type: 'integer' },
    next: { type: 'integer' },
    more: { type: 'string' },
    coverage: { type: 'object' },
    parts: { type: 'array', items: { type: 'object' } },
    notes: { type: 'array', items: { type: 'string' } },
  },
  required: ['kind', 'columns', 'rows', 'notes'],
};

/** One table as data, without its notes. */
const data = ({
  what,
  columns,
  rows,
  totals,
  offset,
  total,
  minTotal,
  next,
  nextHint,
  coverage,
}: AnswerTable): JsonObject => ({
  kind: what,
  columns: [...columns],
  rows: rows.map((row) => [...row]),
  ...(totals === undefined ? {} : { totals: totals.map((row) => [...row]) }),
  offset,
  ...(total === undefined ? {} : { total }),
  ...(minTotal === undefined ? {} : { least: minTotal }),
  ...(next === undefined ? {} : { next }),
  ...(next === undefined || nextHint === undefined || nextHint === '' ? {} : { more: nextHint }),
  ...(coverage === undefined ? {} : { coverage: coverage.data }),
});

/**
 * The same answer as data: `total` is missing where Copper gave none (`least` then says how many of the rows that were read match),
 * `next` at the end; `more` says by which call the rest comes where that is not the same call with `offset=next`; `totals` sum up all
 * rows; `parts` are further tables of a report, `coverage` is what it read. The text is that JSON.
 */
export const writeJson: WriteAnswer = (table) => {
  const { parts = [], notes } = table;
  const structured = {
    ...data(table),
    ...(parts.length === 0 ? {} : { parts: parts.map(data) }),
    notes: notes.map(cleanLine),
  };
  return { text: JSON.stringify(structured), structured };
};
