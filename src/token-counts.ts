import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { published } from './published.ts';

/**
 * The tokens (o200k) that each tool adds to a model's context: its name, description and input schema. The build replaces this module by
 * its values, so that the tokenizer does not ship.
 */
export const tokenCounts: Readonly<Record<string, number>> = Object.fromEntries(
  published.map(({ name, description, inputSchema }) => [
    name,
    countTokens(JSON.stringify({ name, description, inputSchema })),
  ]),
);
