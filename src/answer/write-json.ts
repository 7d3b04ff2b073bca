import type { JsonObject } from '../tool/json.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { cleanLine } from './cell.ts';

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
    understood: { type: 'array', items: { type: 'string' } },
    as_of: { type: 'string' },
  },
  required: ['kind', 'columns', 'rows', 'notes'],
};

/** One table as data, without its notes. */
const tableData = (table: AnswerTable): JsonObject => {
  const { totals, total, minTotal, next, nextHint = '', coverage } = table;
  return {
    kind: table.what,
    columns: [...table.columns],
    rows: table.rows.map((row) => [...row]),
    ...(totals === undefined ? {} : { totals: totals.map((row) => [...row]) }),
    offset: table.offset,
    ...(total === undefined ? {} : { total }),
    ...(minTotal === undefined ? {} : { least: minTotal }),
    ...(next === undefined ? {} : { next }),
    ...(next === undefined || nextHint === '' ? {} : { more: nextHint }),
    ...(coverage === undefined ? {} : { coverage: coverage.data }),
  };
};

/**
 * Writes an answer as JSON. `total` is missing if Copper gave none (`least` is then how many of the rows read match), `next` at the
 * end; `more` is the call that returns the rest, if not the same call with `offset=next`; `totals` sum up all rows; `parts` are further
 * tables of a report, and `coverage` is what it read; `understood` is what words in the inputs were understood as; `as_of` the moment
 * from which on the same question has what is new.
 */
export const writeJson: WriteAnswer = (table) => {
  const { parts = [], gaps = [], notes, understood = [], asOf } = table;
  const structured = {
    ...tableData(table),
    ...(parts.length === 0 ? {} : { parts: parts.map(tableData) }),
    notes: [...gaps, ...notes].map(cleanLine),
    ...(understood.length === 0 ? {} : { understood: [...understood] }),
    ...(asOf === undefined ? {} : { as_of: asOf }),
  };
  return { text: JSON.stringify(structured), structured };
};
