import type { ToolSelection } from '../mcp/tool-selection.ts';
import { published } from '../published.ts';
import { coreTokenCounts, tokenCounts } from '../token-counts.ts';

/** An offered tool and what it costs in a model's context: tokens (o200k), without its prefix. */
export interface ToolWithTokens {
  readonly name: string;
  readonly description: string;
  readonly tokens: number;
}

/** The tools of a selection with their costs. */
export const withTokens = ({ list, toolByName, narrow }: ToolSelection): ToolWithTokens[] =>
  list.map(({ name, description }) => {
    const tool = toolByName.get(name) ?? name;
    return { name, description, tokens: tokensOf(tool, narrow.includes(tool)) };
  });

/** What a tool costs, by its own name, in full or in its narrow form. */
export const tokensOf = (tool: string, narrow = false): number =>
  (narrow ? coreTokenCounts : tokenCounts)[tool] ?? 0;

/** All tools, under their own names. */
export const allWithTokens = (): ToolWithTokens[] =>
  published.map(({ name, description }) => ({ name, description, tokens: tokensOf(name) }));

/** What several tools cost together. */
export const totalTokens = (tools: readonly Pick<ToolWithTokens, 'tokens'>[]): number =>
  tools.reduce((sum, { tokens }) => sum + tokens, 0);
