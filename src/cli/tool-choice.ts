import type { Config } from '../config.ts';
import { checkPrefix, chooseTools } from '../mcp/choose-tools.ts';
import { markedInstructions } from '../mcp/instructions.ts';
import { selectTools, type ToolSelection } from '../mcp/tool-selection.ts';
import { published, publishedJson, selectionSource } from '../published.ts';

const { groups } = selectionSource;

/** The tools that a server offers, and what it may offer less. */
export interface ToolChoice {
  /** As they were chosen for the server. */
  readonly menu: ToolSelection;
  /** Fewer of them. @throws ChoiceError */
  choose(words: string): ToolSelection;
}

/**
 * The choice that configuration and command line make.
 *
 * @param words what `--tools` says; unless told, `COPPER_TOOLS` counts
 * @throws ChoiceError
 */
export function toolChoice({ format, tools, toolPrefix }: Config, words = tools): ToolChoice {
  const list = format === 'json' ? publishedJson : published;
  const parts = { ...selectionSource, list, instructions: markedInstructions };
  const prefix = checkPrefix(toolPrefix, groups);
  const offered = chooseTools(words, { groups, prefix });
  return {
    menu: selectTools(parts, offered, prefix),
    choose: (fewer) => selectTools(parts, chooseTools(fewer, { groups, prefix, offered }), prefix),
  };
}
