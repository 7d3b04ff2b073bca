import { z } from 'zod/v3';
import { words } from './words.ts';

/** Which rows: `limit` of them from `offset` on. The pipeline turns both into pages. */
export const paging = (most: number) => ({
  limit: z.number().int().describe(`max ${most}`).optional(),
  offset: z.number().int().optional(),
});

/** From which row on, for lists that Copper gives whole. */
export const offset = { offset: z.number().int().optional() };

/** Which fields to show instead of the usual ones. */
export const fields = {
  fields: z.array(words).describe('"*" for all').optional(),
};
