import {
  GetSkillRequestParamsSchema,
  ListSkillsRequestParamsSchema,
} from '@modelcontextprotocol/core/ext/skills';
import {
  acceptedContent,
  createMcpHandler,
  inputRequired,
  isJSONRPCNotification,
  isJSONRPCRequest,
  Server,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import { serveStdio as serveModernStdio } from '@modelcontextprotocol/server/stdio';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { Choice } from '../tool/tool-error.ts';
import { choiceField, choiceForm, showsForms } from './choice.ts';
import { withPlainError } from './frame.ts';
import { contextOf, type Handlers } from './handlers.ts';
import { declaredIn, firstModern, type RpcId, rpcCodes } from './json-rpc.ts';
import { cacheHint, createMethods, modernOptions, serverInfo, viewListHint } from './methods.ts';
import { skillMethods } from './skills.ts';
import type { SendToClient, StdioPeer } from './stdio-exchanges.ts';
import { showsViews } from './views.ts';

/** What any client or proxy may cache. Resource contents are not included: they belong to the caller and change at any time. */
const cacheHints = {
  'server/discover': cacheHint,
  'tools/list': cacheHint,
  'resources/list': cacheHint,
  'resources/templates/list': cacheHint,
  'prompts/list': cacheHint,
};

const modernContext = (context: ServerContext) => {
  const { signal, _meta, notify } = context.mcpReq;
  return contextOf(signal, _meta, notify, showsViews(declaredIn(context.mcpReq.envelope)));
};

/** The form of a choice, in place of a result: the client shows it and makes its call again, with what was chosen. */
const askForChoice = (choice: Choice) =>
  inputRequired({ inputRequests: { [choice.input]: inputRequired.elicit(choiceForm(choice, firstModern)) } });

/**
 * The arguments that a person has chosen: none where they declined. The client may send anything, which is an argument like any other.
 *
 * @returns undefined where nobody was asked
 */
function chosenArguments({ mcpReq: { inputResponses } }: ServerContext): JsonObject | undefined {
  if (inputResponses === undefined) return undefined;
  const chosen = Object.keys(inputResponses).flatMap((input) => {
    const value = acceptedContent(inputResponses, input)?.[choiceField];
    return typeof value === 'string' ? [[input, value] as const] : [];
  });
  return Object.fromEntries(chosen);
}

/** A server for modern clients (2026-07-28), built on the newer SDK's low-level class, which adds resultType and serverInfo to results. */
function createModernServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), { ...modernOptions(handlers), cacheHints });
  const methods = createMethods(handlers, rpcCodes.invalidParams);
  const { listTools, callTool, resources, prompts, complete } = methods;
  const skills = handlers.skills && skillMethods(handlers.skills);
  server.setRequestHandler('tools/list', (_, context) => {
    const views = showsViews(declaredIn(context.mcpReq.envelope));
    return { ...listTools(views), ...viewListHint(handlers, views) };
  });
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const ask =
      handlers.asks?.(params.name) && showsForms(declaredIn(context.mcpReq.envelope))
        ? askForChoice
        : undefined;
    const chosen = ask && chosenArguments(context);
    return callTool(
      chosen === undefined ? params : { ...params, arguments: { ...params.arguments, ...chosen } },
      modernContext(context),
      // Whoever was asked once is not asked again: each call ends, whatever is chosen.
      chosen === undefined ? ask : undefined,
    );
  });
  if (resources !== undefined) {
    server.setRequestHandler('resources/list', resources.list);
    server.setRequestHandler('resources/templates/list', resources.listTemplates);
    server.setRequestHandler('resources/read', ({ params }, context) =>
      resources.read(params, modernContext(context)),
    );
  }
  if (prompts !== undefined) {
    server.setRequestHandler('prompts/list', prompts.list);
    server.setRequestHandler('prompts/get', ({ params }, context) =>
      prompts.get(params, modernContext(context)),
    );
  }
  if (skills !== undefined) {
    server.setRequestHandler('skills/list', { params: ListSkillsRequestParamsSchema }, (_, context) =>
      skills.list(modernContext(context)),
    );
    server.setRequestHandler('skills/get', { params: GetSkillRequestParamsSchema }, (params, context) =>
      skills.get(params, modernContext(context)),
    );
  }
  if (complete !== undefined)
    server.setRequestHandler('completion/complete', ({ params }, context) =>
      complete(params, modernContext(context)),
    );
  return server;
}

/** The request for a subscription that a message acknowledges. */
function subscriptionIn(message: object): RpcId | undefined {
  if (!('method' in message) || message.method !== 'notifications/subscriptions/acknowledged')
    return undefined;
  const meta = 'params' in message && isObject(message.params) ? message.params._meta : undefined;
  const id = isObject(meta) ? meta['io.modelcontextprotocol/subscriptionId'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/**
 * Connects one modern client over stdio. As over HTTP, a subscription ends as soon as it is acknowledged, because nothing ever changes. A
 * client that only sent `server/discover` and then opens a legacy session is served too: this SDK speaks both generations.
 */
export async function connectModernStdio(
  handlers: Handlers,
  version: string,
  send: SendToClient,
): Promise<StdioPeer> {
  const transport: Transport = {
    async start() {},
    async close() {
      transport.onclose?.();
    },
    async send(message) {
      send(message);
      const subscription = subscriptionIn(message);
      if (subscription === undefined) return;
      transport.onmessage?.({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: subscription },
      });
      send({ jsonrpc: '2.0', id: subscription, result: { resultType: 'complete' } });
    },
  };
  const { close } = serveModernStdio(() => createModernServer(handlers, version), { transport });
  return {
    close,
    receive(message) {
      const isReadable = isJSONRPCRequest(message) || isJSONRPCNotification(message);
      if (isReadable) transport.onmessage?.(message);
      return isReadable;
    },
  };
}

/**
 * Answers one HTTP request from a modern client by the SDK's own rules: headers must match the body, progress turns the response into a
 * stream, and a closed connection cancels the call. Nothing here ever changes, so a subscription is acknowledged with nothing in it and
 * ended at once: no stream stays open.
 */
export async function answerModern(
  request: Request,
  body: object,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  const { fetch } = createMcpHandler(() => createModernServer(handlers, version), { legacy: 'reject' });
  const response = await fetch(request, { parsedBody: body });
  const { status, headers } = response;
  if (headers.get('content-type') !== 'application/json') return response;
  const text = await response.text();
  // An error comes first in what the SDK writes; long results are not parsed again.
  const isError = text.slice(0, 200).includes('"error"');
  const plain = isError ? JSON.stringify(withPlainError(JSON.parse(text))) : text;
  return new Response(plain, { status, headers });
}
