import { tools } from '../tools/index.ts';
import { prompts } from '../tools/prompts/index.ts';
import { reports } from '../tools/reports/index.ts';
import { account } from '../tools/resources/account.ts';
import { records } from '../tools/resources/records.ts';
import { outputSchema } from './answer/write-json.ts';
import { publish } from './mcp/publish.ts';
import { publishPrompt } from './tool/prompt.ts';

/** The list of tools as clients see it. The build replaces this module by its values, so that a start computes nothing. */
export const published = publish([...tools, ...reports]);

/** The same list where answers are JSON: each tool says their shape. */
export const publishedJson = published.map((tool) => ({ ...tool, outputSchema }));

/** What is offered besides tools, as clients see it. */
export const publishedOffers = {
  resources: [account.published],
  templates: records.map((record) => record.published),
  prompts: prompts.map(publishPrompt),
};
