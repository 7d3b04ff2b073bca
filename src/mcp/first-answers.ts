import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Frame, RpcNotification, RpcRequest } from './frame.ts';
import type { Handlers } from './handlers.ts';
import { declaredIn, firstModern } from './json-rpc.ts';
import {
  cacheHint,
  createMethods,
  modernOptions,
  serverInfo,
  serverOptions,
  viewListHint,
} from './methods.ts';
import type { DirectPeer, SendToClient, StdioPeer } from './stdio-exchanges.ts';
import { showsViews } from './views.ts';

type Message = RpcRequest | RpcNotification;

/** The result for parameters in their usual form; undefined for any other, which the SDK reads. */
type FirstAnswer = (params: JsonObject | undefined) => object | undefined;

/** A peer that knows only the messages with which clients begin. */
export interface FirstPeer extends StdioPeer {
  /** True if the messages of all of these frames are such, in their usual form. */
  takes(frames: readonly Frame[]): boolean;
  /** Connects the SDK's server and tells it what has been answered: it is then in the state in which it would be had it answered. */
  handOver(connect: (send: SendToClient) => Promise<StdioPeer>): Promise<StdioPeer>;
}

/** Options of the first peer. */
interface FirstPeerOptions {
  readonly handlers: Handlers;
  readonly version: string;
  /** The generation of the client. */
  readonly modern: boolean;
  readonly send: SendToClient;
  /** What answers the calls of tools. */
  readonly calls?: DirectPeer;
}

/** Revisions that the SDK agrees to as they are; to any other it answers with its newest. */
export const legacyRevisions: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const hasOnly = (value: JsonObject, names: readonly string[]) =>
  Object.keys(value).every((name) => names.includes(name));

const isEmpty = (value: JsonValue | undefined) => isObject(value) && hasOnly(value, []);

/** The members of what a client can do, and what both SDKs accept in each. */
const members: Readonly<Record<string, (value: JsonValue | undefined, name: string) => boolean>> = {
  roots: (value, name) => name === 'listChanged' && typeof value === 'boolean',
  sampling: isEmpty,
  elicitation: isEmpty,
  experimental: isObject,
  extensions: isObject,
};

/** True for what a client says of itself, in its usual form. */
const isClient = (info: JsonValue | undefined, capabilities: JsonValue | undefined) =>
  isObject(info) &&
  typeof info.name === 'string' &&
  typeof info.version === 'string' &&
  hasOnly(info, ['name', 'version', 'title', 'description', 'websiteUrl']) &&
  Object.values(info).every((value) => typeof value === 'string') &&
  isObject(capabilities) &&
  Object.entries(capabilities).every(
    ([capability, value]) =>
      Object.hasOwn(members, capability) &&
      isObject(value) &&
      Object.entries(value).every(([name, member]) => members[capability]?.(member, name)),
  );

/** True for parameters of a request that needs none. */
export const hasNoParameters = (params: JsonObject = {}) =>
  hasOnly(params, ['_meta']) &&
  (params._meta === undefined || (isObject(params._meta) && hasOnly(params._meta, ['progressToken'])));

const isUsualHandshake = ({ protocolVersion, clientInfo, capabilities, ...others }: JsonObject = {}) =>
  legacyRevisions.some((one) => one === protocolVersion) &&
  isClient(clientInfo, capabilities) &&
  hasNoParameters(others);

/** True for nothing but the envelope that requests of 2026-07-28 carry. */
export function isUsualEnvelope({ _meta: meta, ...others }: JsonObject = {}): boolean {
  if (!isObject(meta)) return false;
  const {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': info,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    ...rest
  } = meta;
  return (
    revision === firstModern && isClient(info, capabilities) && hasNoParameters({ ...others, _meta: rest })
  );
}

/** The lists of what is offered; each is made anew for its answer. */
function listsOf(handlers: Handlers): Readonly<Record<string, (views: boolean) => object>> {
  const { listTools, resources, prompts } = createMethods(handlers, 0);
  return {
    'tools/list': listTools,
    ...(resources && {
      'resources/list': resources.list,
      'resources/templates/list': resources.listTemplates,
    }),
    ...(prompts && { 'prompts/list': prompts.list }),
  };
}

/** The request for the list of tools by the client that sent this request. */
const asList = ({ params, ...request }: RpcRequest): RpcRequest => ({
  ...request,
  method: 'tools/list',
  params: { _meta: params?._meta },
});

/** An answer to what has these parameters. */
const when =
  (
    isUsual: (params?: JsonObject) => boolean,
    result: (params: JsonObject | undefined) => object,
  ): FirstAnswer =>
  (params) =>
    isUsual(params) ? result(params) : undefined;

/**
 * What both SDKs answer to the requests with which clients begin, by method; nothing is answered to a notification.
 *
 * @param declared what a legacy client has said that it can do
 */
function firstAnswers(
  { handlers, version, modern }: FirstPeerOptions,
  declared: () => JsonValue | undefined,
): ReadonlyMap<string, FirstAnswer> {
  const { capabilities, instructions } = modern ? modernOptions(handlers) : serverOptions(handlers);
  const identity = serverInfo(version);
  const said = { capabilities, ...(instructions && { instructions }) };
  const lists = Object.entries(listsOf(handlers));
  if (!modern)
    return new Map([
      ...lists.map(
        ([method, list]) => [method, when(hasNoParameters, () => list(showsViews(declared())))] as const,
      ),
      ['ping', when(hasNoParameters, () => ({}))],
      ['notifications/initialized', when(hasNoParameters, () => ({}))],
      [
        'initialize',
        when(isUsualHandshake, (params) => ({
          protocolVersion: params?.protocolVersion,
          capabilities,
          serverInfo: identity,
          ...(instructions && { instructions }),
        })),
      ],
    ]);
  const more = {
    resultType: 'complete',
    ...cacheHint,
    _meta: { 'io.modelcontextprotocol/serverInfo': identity },
  };
  const all = [...lists, ['server/discover', () => ({ supportedVersions: [firstModern], ...said })] as const];
  return new Map(
    all.map(([method, result]) => [
      method,
      when(isUsualEnvelope, (params) => {
        const views = showsViews(declaredIn(params?._meta));
        const hint = method === 'tools/list' ? viewListHint(handlers, views) : {};
        // In the order of the SDK, which leaves a hint where it stands.
        return { ...result(views), ...hint, ...more, ...hint };
      }),
    ]),
  );
}

/**
 * Answers the messages with which every client begins (handshake, lists, ping) exactly as the SDK of its generation would, which need not
 * be loaded for them: that is a third of the time and a tenth of the memory of a start. Only their usual forms are known here.
 */
export function createFirstPeer(options: FirstPeerOptions): FirstPeer {
  /** The last message of each method: what the SDK's server has to know. */
  const received = new Map<string, Message>();
  const answers = firstAnswers(options, () => received.get('initialize')?.params?.capabilities);

  function resultOf(message: Message): object | undefined {
    const { method, params } = message;
    const isRequest = !method.startsWith('notifications/');
    return 'id' in message === isRequest ? answers.get(method)?.(params) : undefined;
  }

  return {
    takes: (frames) =>
      frames.every(
        (frame) =>
          !('message' in frame) ||
          options.calls?.takes(frame.message) === true ||
          resultOf(frame.message) !== undefined,
      ),
    receive(message) {
      if (options.calls?.takes(message) === true) {
        // Once a modern client has asked for anything, the SDK's server refuses the handshake of a legacy one: a list is such a request too.
        if (options.modern && 'id' in message) received.set('tools/list', asList(message));
        return options.calls.receive(message);
      }
      const result = resultOf(message);
      if (result === undefined) return false;
      received.set(message.method, message);
      options.calls?.observe(message);
      if ('id' in message) options.send({ result, jsonrpc: '2.0', id: message.id });
      return true;
    },
    close: async () => options.calls?.close(),
    async handOver(connect) {
      const messages = [...received.values()].map((message, at) =>
        'id' in message ? { ...message, id: at } : message,
      );
      let unheard = messages.filter((message) => 'id' in message).length;
      if (unheard === 0) return connect(options.send);
      let allHeard = () => {};
      const heard = new Promise<void>((resolve) => {
        allHeard = resolve;
      });
      // The client has these answers.
      const peer = await connect((message) => {
        if (unheard === 0) options.send(message);
        else if (--unheard === 0) allHeard();
      });
      for (const message of messages) peer.receive(message);
      await heard;
      return peer;
    },
  };
}
