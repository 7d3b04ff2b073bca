import { z } from 'zod/v3';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

/** Stages by name, of the pipelines that the same call names, else of all: equal names in two pipelines are both searched. */
export const stage = (): Parameter => ({
  input: z.array(words),
  sends: ['pipeline_stage_ids'],
  send: async (values: string[], { names }, { pipeline }) => {
    const within = Array.isArray(pipeline) ? await names.find('pipeline', pipeline.map(String)) : undefined;
    const stages = await names.find('stage', values, within);
    return { body: { pipeline_stage_ids: stages.map(({ id }) => id) } };
  },
});
