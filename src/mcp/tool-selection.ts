import type { CallContext, PublishedTool } from '../tool/app.ts';
import type { PublishedPrompt } from '../tool/capabilities.ts';
import { type ToolNames, withToolNames } from '../tool/tool-names.ts';
import type { Handlers } from './handlers.ts';
import { wrapCapabilities } from './wrap-capabilities.ts';

/** What a client is offered of all there is, and under which names. It never changes while a client is connected. */
export interface ToolSelection {
  readonly list: readonly PublishedTool[];
  readonly instructions: string;
  /** What every tool there is goes by; undefined for those that are left out. */
  readonly names: ToolNames;
  /** Those that are offered, by the names they go by. */
  readonly own: ReadonlyMap<string, string>;
  /** The names that the others would have. */
  readonly leftOut: readonly string[];
  /** True for a prompt whose steps call nothing that is left out. */
  readonly keeps: (prompt: PublishedPrompt) => boolean;
}

/** What menus are made of. */
export interface SelectionSource {
  /** All tools as clients see them. */
  readonly list: readonly PublishedTool[];
  /** Those whose texts name others, with these names in braces. */
  readonly marked: readonly PublishedTool[];
  /** With names of tools in braces. */
  readonly instructions: string;
  /** The tools that each prompt needs. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
}

/** The tool with the names that others go by in all of its texts; unless told, their own. */
export function withNamesIn(tool: PublishedTool, names?: ToolNames): PublishedTool {
  return JSON.parse(JSON.stringify(tool), (_, value) =>
    typeof value === 'string' ? withToolNames(value, names) : value,
  );
}

/** A menu of the tools chosen, with the prefix in front of their names. */
export function selectTools(
  parts: SelectionSource,
  chosen: readonly string[],
  prefix: string,
): ToolSelection {
  const { list, marked, instructions, steps } = parts;
  const names: ToolNames = new Map(
    list.map(({ name }) => [name, chosen.includes(name) ? `${prefix}${name}` : undefined]),
  );
  const offered = list.flatMap((tool) => {
    const name = names.get(tool.name);
    if (name === undefined) return [];
    const texts = marked.find((each) => each.name === tool.name);
    return [{ ...tool, ...(texts === undefined ? {} : withNamesIn(texts, names)), name }];
  });
  return {
    list: offered,
    instructions: withToolNames(instructions, names),
    names,
    own: new Map([...names].flatMap(([tool, name]) => (name === undefined ? [] : [[name, tool]]))),
    leftOut: [...names].flatMap(([tool, name]) => (name === undefined ? [`${prefix}${tool}`] : [])),
    keeps: ({ name }) => (steps[name] ?? []).every((tool) => names.get(tool) !== undefined),
  };
}

/** The handlers as a client meets them who is offered this menu. */
export function withSelection(
  handlers: Handlers,
  { list, instructions, names, own, leftOut, keeps }: ToolSelection,
): Handlers {
  const told = (context: CallContext): CallContext => ({ ...context, toolNames: names });
  const { prompts, complete, ...rest } = wrapCapabilities(handlers, (_, context, work) =>
    work(told(context)),
  );
  const kept = prompts?.list().filter(keeps) ?? [];
  const isKept = (name: string) => kept.some((prompt) => prompt.name === name);
  return {
    ...rest,
    list,
    instructions,
    leftOut,
    ...(prompts && {
      prompts: {
        list: () => kept,
        get: async (name, ...given) => (isKept(name) ? prompts.get(name, ...given) : undefined),
      },
    }),
    ...(complete && {
      complete: async (ref, ...given) =>
        'prompt' in ref && !isKept(ref.prompt) ? undefined : complete(ref, ...given),
    }),
    async call(name, input, context) {
      const tool = own.get(name);
      return tool === undefined ? undefined : handlers.call(tool, input, told(context));
    },
  };
}
