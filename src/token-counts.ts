import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { published, publishedCore, publishedResearch } from './published.ts';

const countsOf = (tools: typeof published): Readonly<Record<string, number>> =>
  Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [
      name,
      countTokens(JSON.stringify({ name, description, inputSchema })),
    ]),
  );

/**
 * The tokens (o200k) that each tool adds to a model's context: its name, description and input schema. The build replaces this module by
 * its values, so that the tokenizer does not ship.
 */
export const tokenCounts = countsOf([...published, ...publishedResearch]);

/** The same for the narrow forms of the tools of `core`. */
export const coreTokenCounts = countsOf(publishedCore);
