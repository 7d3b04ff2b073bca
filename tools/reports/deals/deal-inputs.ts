import type { ZodType } from 'zod/v3';
import { searchOpportunities } from '../../search-opportunities.ts';

/** An input of the deal search, as it is there. */
function input(name: string): ZodType<unknown> {
  const parameter = searchOpportunities.parameters[name];
  if (parameter === undefined) throw new Error(`The deal search has no input ${name}`);
  return parameter.input.optional();
}

/** Inputs of the deal search that reports about deals take too. They hand them on as they were given. */
export const dealInputs = {
  owner: input('owner'),
  pipeline: input('pipeline'),
  stage: input('stage'),
  value: input('value'),
  closes: input('closes'),
  tags: input('tags'),
  filters: input('filters'),
};

type DealInputs = { readonly [Name in keyof typeof dealInputs]?: unknown };

/** What was given of the inputs of the deal search, for the deal search. */
export const dealConditions = ({ owner, pipeline, stage, value, closes, tags, filters }: DealInputs) => ({
  owner,
  pipeline,
  stage,
  value,
  closes,
  tags,
  filters,
});
