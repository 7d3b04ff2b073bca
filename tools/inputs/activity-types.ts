import { z } from 'zod/v3';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

/** Activity types by name; Copper wants id and category, because ids repeat between categories. */
export const activityTypes = (): Parameter => ({
  input: z.array(words).describe('e.g. ["Meeting"]'),
  sends: ['activity_types'],
  send: async (values: string[], { names }) => ({
    body: {
      activity_types: (await names.find('activity_type', values)).map(({ id, category }) => ({
        id,
        ...(category === undefined ? {} : { category }),
      })),
    },
  }),
});
