import type { Config } from '../config.ts';
import { type ChosenTools, checkPrefix, chooseTools } from '../mcp/choose-tools.ts';
import {
  instructions,
  researchInstructions,
  selectTools,
  type ToolSelection,
} from '../mcp/tool-selection.ts';
import { published, publishedJson, publishedResearch, selectionSource } from '../published.ts';

const { groups, behindResearch } = selectionSource;

/** The tools that a server offers, and how one caller may choose fewer. */
export interface ToolChoice {
  readonly offered: ToolSelection;
  /** Fewer of the offered tools, or `research` where what is behind it is offered. @throws ChoiceError */
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
  const prefix = checkPrefix(toolPrefix, groups);
  const { chosen: offered, narrow } = chooseTools(choice, { groups, prefix });
  const isResearch = (name: string) => groups.research.includes(name);
  const select = (tools: ChosenTools) => {
    const source = {
      ...selectionSource,
      list: tools.chosen.some(isResearch) ? [...list, ...publishedResearch] : list,
      instructions: tools.chosen.every(isResearch) ? researchInstructions : instructions,
    };
    return selectTools(source, tools.chosen, prefix, tools.narrow);
  };
  const more = behindResearch.every((name) => offered.includes(name)) ? groups.research : [];
  const narrowable = [...new Set([...offered, ...more])];
  return {
    offered: select({ chosen: offered, narrow }),
    narrow: (fewer) => select(chooseTools(fewer, { groups, prefix, offered: narrowable })),
  };
}
