import { z } from 'zod/v3';

/** The id of one record; ids of activities are beyond 32 bits, so only what a number can hold bounds them. */
export const recordId = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
