import { suggestionText } from '../names/suggestions.ts';
import type { CallContext, Content } from '../tool/app.ts';
import type { CompletionCapability, PromptCapability, ResourceCapability } from '../tool/capabilities.ts';
import type { JsonObject } from '../tool/json.ts';
import { shortened } from '../tool/sentences.ts';
import type { Choice } from '../tool/tool-error.ts';
import type { Handlers } from './handlers.ts';
import { RpcError, rpcCodes } from './json-rpc.ts';
import { viewMeta } from './views.ts';

/** The address of the source. */
export const repositoryUrl = 'https://github.com/copper-mcp/copper-mcp';

/** Identifies this server in the handshake and in results, as the MCP Registry does. */
export const serverInfo = (version: string) => ({
  name: 'copper-mcp',
  title: 'Copper CRM',
  version,
  icons: [
    {
      src: `https://raw.githubusercontent.com/copper-mcp/copper-mcp/v${version}/deploy/icon.png`,
      mimeType: 'image/png',
      sizes: ['512x512'],
    },
  ],
  websiteUrl: `${repositoryUrl}#readme`,
  description: 'Read a Copper CRM: ask with names and dates, get small tables. Read-only.',
});

/**
 * Lists are the same for every caller of one address, which includes the choice of tools (`?tools=`), and change only when the server
 * restarts. A modern client may cache them for this long, in milliseconds.
 */
export const cacheHint = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** What the list of tools has besides where it names views: no cache may give it to clients that show none. */
export const viewListHint = ({ viewList }: Handlers, views: boolean) =>
  views && viewList !== undefined ? ({ ...cacheHint, cacheScope: 'private' } as const) : {};

/** Options for the server class of either SDK. It announces only what the handlers have. */
export const serverOptions = ({ instructions, resources, prompts, complete }: Handlers) => ({
  capabilities: {
    tools: {},
    ...(resources === undefined ? {} : { resources: {} }),
    ...(prompts === undefined ? {} : { prompts: {} }),
    ...(complete === undefined ? {} : { completions: {} }),
  },
  instructions,
  jsonSchemaValidator: noValidator,
});

/** The same for a modern client, which may know skills (SEP-2640). */
export function modernOptions(handlers: Handlers) {
  const { capabilities, ...options } = serverOptions(handlers);
  const extensions = handlers.skills && { extensions: { 'io.modelcontextprotocol/skills': {} } };
  return { ...options, capabilities: { ...capabilities, ...extensions } };
}

/** Our own code reads what clients answer to a question: the validator that both SDKs want (Ajv, 10 ms to create) has nothing to do. */
const noValidator = {
  getValidator(): never {
    throw new Error('no client schema is ever validated');
  },
};

type CallResult = {
  content: Content[];
  isError: boolean;
  structuredContent?: JsonObject;
  _meta?: { [name: string]: unknown };
};

interface CompleteParams {
  readonly ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  readonly argument: { name: string; value: string };
  readonly context?: { arguments?: Record<string, string> | undefined } | undefined;
}

/** The most completion values in one response. */
const maxValues = 100;

const invalid = (message: string) => new RpcError(rpcCodes.invalidParams, message);

const resourceMethods = ({ list, templates, read }: ResourceCapability, resourceNotFound: number) => ({
  list: () => ({ resources: [...list()] }),
  listTemplates: () => ({ resourceTemplates: [...templates()] }),
  async read({ uri }: { readonly uri: string }, context: CallContext) {
    const contents = await read(uri, context);
    if (contents === undefined)
      throw new RpcError(resourceNotFound, `Resource not found: ${shortened(uri)}`, {
        uri: uri.slice(0, 1_000).toWellFormed(),
      });
    return { contents: [contents] };
  },
});

interface PromptParams {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, string>> | undefined;
}

const promptMethods = ({ list, get }: PromptCapability) => ({
  list: () => ({ prompts: [...list()] }),
  async get({ name, arguments: given = {} }: PromptParams, context: CallContext) {
    const published = list().find((prompt) => prompt.name === name);
    const missing = published?.arguments.find(
      (argument) => argument.required && !Object.hasOwn(given, argument.name),
    );
    if (missing !== undefined) throw invalid(`Missing argument: ${missing.name}`);
    const messages = await get(name, given, context);
    if (messages === undefined) throw invalid(`Unknown prompt: ${shortened(name)}`);
    return { messages: [...messages] };
  },
});

const completeMethod =
  (complete: CompletionCapability) =>
  async ({ ref, argument, context: chosen }: CompleteParams, context: CallContext) => {
    const target = ref.type === 'ref/prompt' ? { prompt: ref.name } : { template: ref.uri };
    const others = chosen?.arguments ?? {};
    const found = await complete(target, { ...argument, others }, context);
    if (found === undefined)
      throw invalid(`Nothing to complete: ${shortened(Object.values(target).join(''))}`);
    const values = found.values.slice(0, maxValues);
    const total = found.total ?? found.values.length;
    return { completion: { values, total, hasMore: total > values.length } };
  };

/**
 * The protocol's methods, the same for both generations; each only registers them with its SDK. A method throws RpcError for a tool,
 * prompt or resource that does not exist.
 *
 * @param resourceNotFound the generation's error code for a resource that does not exist
 */
export function createMethods(handlers: Handlers, resourceNotFound: number) {
  const { resources, prompts, complete, notOffered } = handlers;
  return {
    /** @param views true for a client that shows views */
    listTools: (views = false) => ({
      tools: [...((views ? handlers.viewList?.() : undefined) ?? handlers.list)],
    }),
    /** @param ask what to answer instead of an error that offers a choice, if anything */
    async callTool<Asked = never>(
      { name, arguments: input }: { readonly name: string; readonly arguments?: unknown },
      context: CallContext,
      ask?: (choice: Choice) => Asked,
    ): Promise<CallResult | Asked> {
      const result = await handlers.call(name, input, context);
      if (result === undefined) {
        const reason = notOffered?.includes(name)
          ? ' (it exists, but the choice of tools leaves it out)'
          : '';
        const offered = handlers.list.map((tool) => tool.name);
        const hint = suggestionText(name, offered, 3);
        throw invalid(`Unknown tool: ${shortened(name)}${reason}${hint === '' ? '' : `. ${hint}`}`);
      }
      const { text, content, isError, structured, choice } = result;
      const meta = viewMeta(result);
      if (choice !== undefined && ask !== undefined) return ask(choice);
      return {
        ...(meta === undefined ? {} : { _meta: meta }),
        content: content === undefined ? [{ type: 'text', text }] : [...content],
        isError,
        ...(structured === undefined ? {} : { structuredContent: structured }),
      };
    },
    resources: resources && resourceMethods(resources, resourceNotFound),
    prompts: prompts && promptMethods(prompts),
    complete: complete && completeMethod(complete),
  };
}
