import type { ToolSelection } from '../mcp/tool-selection.ts';
import { published, selectionSource } from '../published.ts';
import { tokenCounts } from '../token-counts.ts';

/** A tool of a menu and what it costs in a model's context: tokens (o200k), without its prefix. */
export interface ToolWithTokens {
  readonly name: string;
  readonly description: string;
  readonly tokens: number;
}

/** The tools of a menu with their costs. */
export const withTokens = ({ list, own }: ToolSelection): ToolWithTokens[] =>
  list.map(({ name, description }) => ({ name, description, tokens: costOf(own.get(name) ?? name) }));

const costOf = (tool: string) => tokenCounts[tool] ?? 0;

/** All tools there are, under their own names. */
export const allWithTokens = (): ToolWithTokens[] =>
  published.map(({ name, description }) => ({ name, description, tokens: costOf(name) }));

/** What several tools cost together. */
export const totalTokens = (tools: readonly Pick<ToolWithTokens, 'tokens'>[]): number =>
  tools.reduce((sum, { tokens }) => sum + tokens, 0);

/** What a word that chooses several tools costs. */
export interface GroupWithTokens {
  readonly choice: string;
  readonly tools: number;
  readonly tokens: number;
}

/** The groups that tools are chosen by, with their costs. */
export const groupsWithTokens = (): GroupWithTokens[] =>
  Object.entries(selectionSource.groups).map(([choice, names]) => ({
    choice,
    tools: names.length,
    tokens: names.reduce((sum, name) => sum + costOf(name), 0),
  }));
