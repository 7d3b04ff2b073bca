import type { Config } from '../config.ts';
import { checkPrefix, chooseTools } from '../mcp/choose-tools.ts';
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
  const offered = chooseTools(choice, { groups, prefix });
  return {
    offered: selectTools(source, offered, prefix),
    narrow: (fewer) => selectTools(source, chooseTools(fewer, { groups, prefix, offered }), prefix),
  };
}
