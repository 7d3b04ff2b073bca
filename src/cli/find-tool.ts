import { nearestNames } from '../names/nearest-names.ts';
import { published } from '../published.ts';
import type { PublishedTool } from '../tool/app.ts';
import { UsageError } from './shell.ts';

/** The tool of this name, written with hyphens or underscores. @throws UsageError with the nearest names */
export function findTool(name: string): PublishedTool {
  const tool = published.find((one) => one.name === name.replaceAll('-', '_'));
  if (tool !== undefined) return tool;
  const names = published.map((one) => one.name);
  const near = nearestNames(name, names, 3);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  throw new UsageError(`There is no tool "${name}".${hint} \`copper-mcp tools\` lists all.`);
}
