import type { App, CallContext, PublishedTool, ToolResult } from '../tool/app.ts';
import type { Capabilities, CapabilityHandlers, CapabilityLists } from '../tool/capabilities.ts';

/** What every protocol generation serves; the adapters only translate. */
export interface Handlers extends Capabilities {
  readonly list: readonly PublishedTool[];
  readonly instructions: string;
  /** Tools that exist and are not offered here, by the names they would have. */
  readonly leftOut?: readonly string[];
  /** The tool's result; undefined for a name that is no tool, which is an error of the protocol. */
  call(name: string, input: unknown, context: CallContext): Promise<ToolResult | undefined>;
}

/** The parts the handlers are made of; the app is made at the first call, because making it costs time a start does not have. */
export interface HandlerParts extends Capabilities {
  readonly list: readonly PublishedTool[];
  readonly instructions: string;
  /** What else there is; the app stands behind it. */
  readonly lists?: CapabilityLists;
  readonly app: () => Promise<App & CapabilityHandlers>;
}

/** The app's offers, as far as the lists go. */
function offersOf(
  { resources, templates, prompts }: CapabilityLists,
  app: () => Promise<CapabilityHandlers>,
): Capabilities {
  const names = new Set(prompts.map(({ name }) => name));
  return {
    resources: {
      list: () => resources,
      templates: () => templates,
      read: async (uri, context) => (await app()).read(uri, context),
    },
    prompts: {
      list: () => prompts,
      get: async (name, given, context) =>
        names.has(name) ? (await app()).prompt(name, given, context) : undefined,
    },
    complete: async (ref, argument, context) => (await app()).complete(ref, argument, context),
  };
}

/** Handlers over an app that is made when the first call comes, once; a call that cannot make it leaves that to the next. */
export function createHandlers({ app, lists, ...offered }: HandlerParts): Handlers {
  const names = new Set(offered.list.map(({ name }) => name));
  let made: ReturnType<typeof app> | undefined;
  const once = () => {
    made ??= app().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return {
    ...(lists === undefined ? {} : offersOf(lists, once)),
    ...offered,
    async call(name, input, context) {
      if (!names.has(name)) return undefined;
      return (await once()).call(name, input, context);
    },
  };
}
