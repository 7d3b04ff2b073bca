import type { App, CallContext, PublishedTool, ToolResult } from '../tool/app.ts';
import type { Offers } from '../tool/offer.ts';

/** What every protocol generation serves; the adapters only translate. */
export interface Handlers extends Offers {
  readonly list: readonly PublishedTool[];
  readonly instructions: string;
  /** The tool's result; undefined for a name that is no tool, which is an error of the protocol. */
  call(name: string, input: unknown, context: CallContext): Promise<ToolResult | undefined>;
}

/** The parts the handlers are made of; the app is made at the first call, because making it costs time a start does not have. */
export interface HandlerParts extends Offers {
  readonly list: readonly PublishedTool[];
  readonly instructions: string;
  readonly app: () => Promise<App>;
}

/** Handlers over an app that is made when the first call comes, once; a call that cannot make it leaves that to the next. */
export function createHandlers({ app, ...offered }: HandlerParts): Handlers {
  const names = new Set(offered.list.map(({ name }) => name));
  let made: Promise<App> | undefined;
  return {
    ...offered,
    async call(name, input, context) {
      if (!names.has(name)) return undefined;
      made ??= app().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return (await made).call(name, input, context);
    },
  };
}
