import type { App, CallContext, CallProgress, PublishedTool, ToolResult } from '../tool/app.ts';
import type { Capabilities, CapabilityHandlers, CapabilityLists } from '../tool/capabilities.ts';
import type { CancelSignal, Clock } from '../tool/clock.ts';
import { readTrace } from '../tool/outgoing-text.ts';
import type { ToolSelection } from './tool-selection.ts';
import { viewResource, viewUri, withViews } from './views.ts';

/** What one client is served. The servers of both generations only translate it. */
export interface Handlers extends Capabilities {
  readonly list: readonly PublishedTool[];
  /** The same for clients that show views; undefined if this server has none. */
  readonly viewList?: () => readonly PublishedTool[];
  readonly instructions: string;
  /** Tools that exist but are not offered to this client, under the names they would have. */
  readonly notOffered?: readonly string[];
  /** True for a tool whose errors may offer a choice, by the name that the client uses. */
  readonly asks?: (name: string) => boolean;
  /** Calls a tool; undefined if there is no tool of that name, which is a protocol error. */
  call(name: string, input: unknown, context: CallContext): Promise<ToolResult | undefined>;
}

/** One request to the app, for logs and metrics. */
export type ObservedRequest =
  /** `tool` is the name that the client used, whether such a tool exists or not. */
  | { readonly method: 'tools/call'; readonly tool: string; readonly input: unknown }
  | { readonly method: 'resources/read' | 'prompts/get' | 'skills/list' | 'completion/complete' };

/** Runs one request. It may change the context, and watch how the request ends. */
export type ObserveRequest = <T extends object | undefined>(
  work: ObservedRequest,
  context: CallContext,
  run: (context: CallContext) => Promise<T>,
) => Promise<T>;

/** Options of handlers. */
interface HandlerOptions {
  /** What the client is offered. */
  readonly selection: ToolSelection;
  readonly capabilities: CapabilityLists;
  /** Creates the app. Called with the first request that needs it, and again after a failure. */
  readonly app: () => Promise<App & CapabilityHandlers>;
  /** Reads the page of the view; without it there are none. */
  readonly readView?: () => Promise<string>;
  /** Runs every request; by default it just runs. */
  readonly run?: ObserveRequest;
}

/** The tool that takes one record, which a person can choose where a name means several. */
const asking = 'brief';

/** Handlers that offer a selection of an app. The app is created with the first request, because a start has no time for it. */
export function createHandlers({
  selection,
  capabilities,
  app: createApp,
  readView,
  run = (_, context, work) => work(context),
}: HandlerOptions): Handlers {
  const { list, instructions, notOffered, names, toolByName, hasView, offersPrompt } = selection;
  const { templates } = capabilities;
  const prompts = capabilities.prompts.filter(offersPrompt);
  const hasPrompt = (name: string) => prompts.some((prompt) => prompt.name === name);
  const skillFiles = capabilities.skills.flatMap(({ prompt, file }) => (hasPrompt(prompt) ? [file] : []));
  const resources = [...capabilities.resources, ...skillFiles];
  const notServed = capabilities.skills.flatMap(({ prompt, file }) => (hasPrompt(prompt) ? [] : [file.uri]));
  const named = (context: CallContext): CallContext => ({ ...context, toolNames: names });

  let created: ReturnType<typeof createApp> | undefined;
  function app() {
    created ??= createApp().catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    return created;
  }

  return {
    list,
    ...(readView === undefined ? {} : { viewList: () => withViews(list, hasView) }),
    instructions,
    notOffered,
    asks: (name) => toolByName.get(name) === asking,
    call: (name, input, context) =>
      run({ method: 'tools/call', tool: name, input }, named(context), async (inner) => {
        const tool = toolByName.get(name);
        if (tool === undefined) return undefined;
        const views = inner.views === true && readView !== undefined && hasView(name);
        return (await app()).call(tool, input, { ...inner, views });
      }),
    resources: {
      list: () => resources,
      templates: () => templates,
      read: (uri, context) =>
        run({ method: 'resources/read' }, named(context), async (inner) =>
          uri === viewUri && readView !== undefined
            ? viewResource(await readView())
            : notServed.includes(uri)
              ? undefined
              : (await app()).read(uri, inner),
        ),
    },
    prompts: {
      list: () => prompts,
      get: (name, given, context) =>
        run({ method: 'prompts/get' }, named(context), async (inner) =>
          hasPrompt(name) ? (await app()).prompt(name, given, inner) : undefined,
        ),
    },
    skills: {
      list: (context) =>
        run({ method: 'skills/list' }, named(context), async (inner) =>
          (await (await app()).skills(inner)).filter(({ uri }) => !notServed.includes(uri)),
        ),
    },
    complete: (ref, argument, context) =>
      run({ method: 'completion/complete' }, named(context), async (inner) =>
        'prompt' in ref && !hasPrompt(ref.prompt) ? undefined : (await app()).complete(ref, argument, inner),
      ),
  };
}

/** The part of a request's `_meta` that this server reads. */
interface RequestMeta {
  readonly progressToken?: string | number | undefined;
  readonly traceparent?: unknown;
}

type ProgressNotification = {
  method: 'notifications/progress';
  params: { progressToken: string | number; progress: number; message: string; total?: number };
};

/**
 * The context of one request. Only a client that sent a token gets progress; a notification that fails to send is dropped.
 *
 * @param views true for a client that shows views
 */
export function contextOf(
  signal: CancelSignal,
  { progressToken, traceparent }: RequestMeta = {},
  notify: (notification: ProgressNotification) => Promise<void>,
  views = false,
): CallContext {
  const trace = readTrace(traceparent);
  const traced = { signal, ...(trace === undefined ? {} : { trace }), ...(views ? { views } : {}) };
  if (progressToken === undefined) return traced;
  return {
    ...traced,
    onProgress({ done, total, message }: CallProgress) {
      const params = { progressToken, progress: done, message, ...(total === undefined ? {} : { total }) };
      void notify({ method: 'notifications/progress', params }).catch(() => undefined);
    },
  };
}

/** Keeps track of the running calls; `idle` resolves when there are none and their answers have been sent. */
export function trackCalls(clock: Clock): { run: ObserveRequest; idle(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  return {
    run(_, context, work) {
      const result = work(context);
      const ended = result.catch(() => undefined).finally(() => running.delete(ended));
      running.add(ended);
      return result;
    },
    async idle() {
      // The protocol starts calls and sends answers a few promises later: one round of the event loop lets it.
      await clock.sleep(0);
      await Promise.all(running);
      await clock.sleep(0);
    },
  };
}
