import type { Config } from '../config.ts';
import { type ChosenTools, checkPrefix, chooseTools } from '../mcp/choose-tools.ts';
import { instructions, selectTools, type ToolSelection } from '../mcp/tool-selection.ts';
import { published, publishedJson, selectionSource } from '../published.ts';

const { groups } = selectionSource;

/** The tools that a server offers, and how one caller may choose fewer. */
export interface ToolChoice {
  readonly offered: ToolSelection;
  /** Fewer of the offered tools. @throws ChoiceError */
  narrow(choice: string): ToolSelection;
}

/**
 * The choice of tools in the configuration and on the command line.
 *
 * @param choice the value of `--tools`; default: that of `COPPER_TOOLS`
 * @throws ChoiceError
 */
export function toolChoice({ format, tools, toolPrefix }: Config, choice = tools): ToolChoice {
  const list = format === 'json' ? publishedJson : published;
  const source = { ...selectionSource, list, instructions };
  const prefix = checkPrefix(toolPrefix, groups);
  const { chosen: offered, narrow } = chooseTools(choice, { groups, prefix });
  const select = (tools: ChosenTools) => selectTools(source, tools.chosen, prefix, tools.narrow);
  return {
    offered: select({ chosen: offered, narrow }),
    narrow: (fewer) => select(chooseTools(fewer, { groups, prefix, offered })),
  };
}
