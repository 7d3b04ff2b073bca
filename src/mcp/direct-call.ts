import {
  type Cancellation,
  type CancelSignal,
  type Clock,
  createCancellation,
  unlessAborted,
} from '../tool/clock.ts';
import { isObject, type JsonObject, parseJson } from '../tool/json.ts';
import type { Choice } from '../tool/tool-error.ts';
import { readAccept } from './accept.ts';
import { envelopeOf, inEnvelope, resultOf } from './call-result.ts';
import type { Questions } from './choice.ts';
import { hasNoParameters, isUsualEnvelope, legacyRevisions } from './first-answers.ts';
import { type Frame, type RpcNotification, type RpcRequest, readFrame, withoutProgress } from './frame.ts';
import { contextOf, type Handlers } from './handlers.ts';
import { declaredIn, firstModern, isJson, isModern, type RpcId, rpcErrorOf } from './json-rpc.ts';
import { cacheHint, viewListHint } from './methods.ts';
import type { DirectPeer, SendToClient } from './stdio-exchanges.ts';
import { showsViews } from './views.ts';

/** A POST over HTTP as it came in, before any web object is made of it. */
export interface PlainRequest {
  header(name: string): string | undefined;
  readonly body: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: CancelSignal;
}

/** A successful answer in JSON, or the handlers with which the SDK is to answer; they repeat the result of a call that was already made. */
export type DirectAnswer = { readonly json: string | Uint8Array } | { readonly fallback: Handlers };

/** A call of a tool in its usual form. */
interface PlainCall {
  readonly name: string;
  readonly input: JsonObject | undefined;
  readonly meta: JsonObject;
}

/** Members of `_meta` that nothing here or in the SDKs reads, besides the trace that goes on to Copper. */
const isUnread = (name: string) =>
  name === 'traceparent' ||
  name === 'tracestate' ||
  name === 'baggage' ||
  (name.includes('/') && !name.startsWith('io.modelcontextprotocol/'));

/** The call in a request, if it has only what both SDKs accept and pass on unchanged. */
function plainCall({ method, params = {} }: RpcNotification, modern: boolean): PlainCall | undefined {
  const { name, arguments: input, _meta: meta = {}, ...others } = params;
  if (method !== 'tools/call' || typeof name !== 'string' || Object.keys(others).length > 0) return undefined;
  if (input !== undefined && (!isObject(input) || Object.hasOwn(input, '__proto__'))) return undefined;
  if (!isObject(meta)) return undefined;
  const read = Object.fromEntries(Object.entries(meta).filter(([key]) => !isUnread(key)));
  const isUsual = modern ? isUsualEnvelope({ _meta: read }) : hasNoParameters({ _meta: read });
  return isUsual ? { name, input, meta } : undefined;
}

/** True for a tool that is offered, unless its answer may be a question, which the SDK of modern clients writes. */
function isAnswered({ name, meta }: PlainCall, { list, asks }: Handlers): boolean {
  const capabilities = declaredIn(meta);
  const canBeAsked = isObject(capabilities) && capabilities.elicitation !== undefined;
  return list.some((tool) => tool.name === name) && !(canBeAsked && asks?.(name) === true);
}

const never = async () => undefined;

/** What a connection over stdio is, for the calls of tools on it. */
interface DirectOptions {
  readonly version: string;
  /** The generation of the client. */
  readonly modern: boolean;
  readonly send: SendToClient;
  readonly clock: Clock;
}

/**
 * Answers calls of tools in their usual form over stdio, byte for byte as the SDK of the client's generation would, which is loaded for
 * other messages only: that takes a seventh of the memory of a server.
 */
export function createDirectPeer(
  handlers: Handlers,
  { version, modern, send, clock }: DirectOptions,
): DirectPeer {
  const envelope = modern ? envelopeOf(version) : {};
  const running = new Map<RpcId, Cancellation>();
  /** A modern connection on which a legacy client says hello is another one from then on. */
  let isSuperseded = false;
  /** What a legacy client has said of itself. */
  let hello: JsonObject | undefined;
  let questions: Questions | undefined;

  const callIn = (message: RpcRequest | RpcNotification): PlainCall | undefined => {
    const plain = 'id' in message && !isSuperseded ? plainCall(message, modern) : undefined;
    return plain && isAnswered(plain, handlers) ? plain : undefined;
  };

  function cancelledBy({ method, params }: RpcNotification): Cancellation | undefined {
    const id = method === 'notifications/cancelled' ? params?.requestId : undefined;
    return typeof id === 'string' || typeof id === 'number' ? running.get(id) : undefined;
  }

  /** What the person in front of a legacy client chooses, if anything: nobody can be asked by a part that cannot be loaded. */
  async function ask(choice: Choice, signal: CancelSignal): Promise<JsonObject | undefined> {
    const { createQuestions } = await import('./choice.ts');
    questions ??= createQuestions(send, clock, hello);
    return questions.ask(choice, signal);
  }

  async function answer({ name, input, meta }: PlainCall, id: RpcId, work: Cancellation): Promise<void> {
    const notify = async (one: object) =>
      send(modern ? { jsonrpc: '2.0', ...one } : { ...one, jsonrpc: '2.0' });
    const contextIn = (said: JsonObject) =>
      contextOf(work.signal, said, notify, showsViews(modern ? declaredIn(meta) : hello?.capabilities));
    const outcome = await handlers
      .call(name, input, contextIn(meta))
      .then(async (given) => {
        if (given?.choice === undefined || modern || !handlers.asks?.(name)) return given;
        const chosen = await ask(given.choice, work.signal).catch(() => undefined);
        // It is not told of progress again, which would have to go on from where it was.
        return chosen ? handlers.call(name, { ...input, ...chosen }, contextIn({})) : given;
      })
      .then(
        (given) => ({ result: inEnvelope(given && resultOf(given), envelope) }),
        (error: unknown) => ({ error: rpcErrorOf(error) }),
      );
    if (running.get(id) === work) running.delete(id);
    if (!work.signal.aborted)
      send('error' in outcome ? { jsonrpc: '2.0', id, ...outcome } : { ...outcome, jsonrpc: '2.0', id });
  }

  return {
    takes: (message) =>
      callIn(message) !== undefined || (!('id' in message) && cancelledBy(message) !== undefined),
    observe({ method, params }) {
      if (method !== 'initialize') return;
      isSuperseded = modern;
      hello = params;
    },
    hear: (response) => questions?.hear(response),
    receive(message) {
      if (!('id' in message)) {
        cancelledBy(message)?.abort(message.params?.reason);
        return true;
      }
      const call = callIn(message);
      if (call === undefined) return false;
      const work = createCancellation();
      running.set(message.id, work);
      void answer(call, message.id, work);
      return true;
    },
    async close() {
      for (const work of running.values()) work.abort();
    },
  };
}

/**
 * Answers the requests that nearly all traffic consists of (calls of tools, their list, ping) from text to text, byte for byte as the SDK
 * of the client's generation would: a server of it for each request takes several times as long. Only their usual form is known here;
 * all else, and each outcome but a result, is left to the SDK.
 */
export function createDirectCalls(version: string) {
  const envelope = envelopeOf(version);
  const { resultType, _meta } = envelope;
  /** The beginnings of answers with a list of tools, up to the id. */
  const lists = [false, true].map(() => new WeakMap<Handlers['list'], Buffer>());

  function listStart(handlers: Handlers, modern: boolean, views: boolean): Buffer {
    const list = (views ? handlers.viewList?.() : undefined) ?? handlers.list;
    const known = lists[Number(modern)]?.get(list);
    if (known !== undefined) return known;
    const hint = viewListHint(handlers, views);
    const modernEnd = { ...hint, resultType, ...cacheHint, ...hint, _meta };
    const result = { tools: list, ...(modern ? modernEnd : {}) };
    const start = Buffer.from(`{"result":${JSON.stringify(result)},"jsonrpc":"2.0","id":`);
    lists[Number(modern)]?.set(list, start);
    return start;
  }

  async function call(
    { name, input, meta }: PlainCall,
    { id, signal, modern }: { id: RpcRequest['id']; signal: CancelSignal; modern: boolean },
    handlers: Handlers,
  ): Promise<DirectAnswer> {
    try {
      const work = handlers.call(
        name,
        input,
        contextOf(signal, meta, never, modern && showsViews(declaredIn(meta))),
      );
      const given = await unlessAborted(work, signal);
      // The SDKs check contents other than text.
      const result = given?.content === undefined ? given && resultOf(given) : undefined;
      if (result === undefined) return { fallback: { ...handlers, call: async () => given } };
      return {
        json: JSON.stringify({ result: inEnvelope(result, modern ? envelope : {}), jsonrpc: '2.0', id }),
      };
    } catch (error) {
      return { fallback: { ...handlers, call: () => Promise.reject(error) } };
    }
  }

  return async (request: PlainRequest, handlers: Handlers): Promise<DirectAnswer> => {
    const notDirect = { fallback: handlers };
    const frame = readRequest(request);
    if (frame?.kind !== 'request') return notDirect;
    const { message } = frame;
    const { id, method, params } = message;
    const revision = request.header('mcp-protocol-version');
    const modern = isModern(message, revision);
    if (!modern && revision !== undefined && !legacyRevisions.includes(revision)) return notDirect;
    if (modern && !saysSame(request, message)) return notDirect;
    if (!modern && method === 'ping' && hasNoParameters(params))
      return { json: `{"result":{},"jsonrpc":"2.0","id":${JSON.stringify(id)}}` };
    if (method === 'tools/list' && (modern ? isUsualEnvelope(params) : hasNoParameters(params))) {
      const end = Buffer.from(`${JSON.stringify(id)}}`);
      const views = modern && showsViews(declaredIn(params?._meta));
      return { json: Buffer.concat([listStart(handlers, modern, views), end]) };
    }
    const plain = plainCall(message, modern);
    // Progress takes an event stream.
    const isSingle = plain?.meta.progressToken === undefined;
    const isDirect = isSingle && plain !== undefined && isAnswered(plain, handlers);
    return isDirect ? call(plain, { id, signal: request.signal, modern }, handlers) : notDirect;
  };
}

/** The message of a request that is answered in JSON. */
function readRequest({ header, body }: PlainRequest): Frame | undefined {
  const accept = readAccept(header('accept') ?? null);
  if (!isJson(header('content-type')) || !accept.json) return undefined;
  const message = parseJson(body);
  if (message === undefined || Array.isArray(message)) return undefined;
  const frame = readFrame(message);
  return accept.events ? frame : withoutProgress(frame);
}

/** True if the headers of a modern request repeat what its message says, in plain letters. */
function saysSame({ header }: PlainRequest, { method, params }: RpcRequest): boolean {
  const name = method === 'tools/call' ? params?.name : undefined;
  return (
    header('mcp-protocol-version') === firstModern &&
    header('mcp-method') === method &&
    header('mcp-name') === name &&
    (name === undefined || (typeof name === 'string' && /^[\w.-]+$/.test(name)))
  );
}
