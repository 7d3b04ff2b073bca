import { tools } from '../tools/index.ts';
import { publish } from './mcp/publish.ts';

/** The list of tools; the build replaces this module by its value, so that a start computes nothing. */
export const published = publish(tools);
