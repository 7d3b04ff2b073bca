import type { Config } from '../config.ts';
import { markedInstructions } from '../mcp/instructions.ts';
import { createMenu, type Menu } from '../mcp/menu.ts';
import { menuParts, published, publishedJson } from '../published.ts';
import { checkPrefix, chooseTools } from '../tool/choice.ts';

const { groups } = menuParts;

/** The tools that a server offers, and what it may offer less. */
export interface ToolChoice {
  /** As they were chosen for the server. */
  readonly menu: Menu;
  /** Fewer of them. @throws ChoiceError */
  choose(words: string): Menu;
}

/**
 * The choice that configuration and command line make.
 *
 * @param words what `--tools` says; unless told, `COPPER_TOOLS` counts
 * @throws ChoiceError
 */
export function toolChoice({ format, tools, toolPrefix }: Config, words = tools): ToolChoice {
  const list = format === 'json' ? publishedJson : published;
  const parts = { ...menuParts, list, instructions: markedInstructions };
  const prefix = checkPrefix(toolPrefix, groups);
  const offered = chooseTools(words, { groups, prefix });
  return {
    menu: createMenu(parts, offered, prefix),
    choose: (fewer) => createMenu(parts, chooseTools(fewer, { groups, prefix, offered }), prefix),
  };
}
