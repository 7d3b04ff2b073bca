import { tools } from '../tools/index.ts';
import { outputSchema } from './answer/write-json.ts';
import { publish } from './mcp/publish.ts';

/** The list of tools as clients see it. The build replaces this module by its values, so that a start computes nothing. */
export const published = publish(tools);

/** The same list where answers are JSON: each tool says their shape. */
export const publishedJson = published.map((tool) => ({ ...tool, outputSchema }));
