import { isObject, type JsonObject, type JsonValue, parseJson } from '../tool/json.ts';
import { type RpcErrorAnswer, type RpcId, rpcCodes, rpcErrorAnswer } from './json-rpc.ts';

/** A JSON-RPC 2.0 request, which is answered. */
export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: RpcId;
  readonly method: string;
  readonly params?: JsonObject;
}

/** A JSON-RPC 2.0 notification, which is not. */
export type RpcNotification = Omit<RpcRequest, 'id'>;

/** What a client has sent, in the one form that the SDKs of both generations accept. */
export type Frame =
  | { readonly kind: 'request'; readonly message: RpcRequest }
  | { readonly kind: 'notification'; readonly message: RpcNotification }
  /** To a question of this server, or to none: then it is ignored. */
  | { readonly kind: 'response' }
  | { readonly kind: 'refused'; readonly answer: RpcErrorAnswer };

const isPresent = (value: JsonValue | undefined): value is JsonValue => value !== null && value !== undefined;

/** Nulls are looked for no deeper than this, so that no frame can exhaust the stack. */
const maxDepth = 8;

/** The value without the null members of its objects: many clients write null for what they leave out. */
function withoutNulls(value: JsonValue, depth = 0): JsonValue {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (!isObject(value)) return value;
  const present = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] =>
    isPresent(member) ? [[name, withoutNulls(member, depth + 1)]] : [],
  );
  return Object.fromEntries(present);
}

/** Nothing, null or an empty list, which is how PHP writes an empty object. */
const isAbsent = (value: JsonValue | undefined) =>
  !isPresent(value) || (Array.isArray(value) && value.length === 0);

/** Each progress notification repeats the token: a longer text would be sent again and again. */
const longestToken = 1_000;

const isToken = (value: JsonValue | undefined) =>
  typeof value === 'string' ? value.length <= longestToken : Number.isSafeInteger(value);

const relatedTask = 'io.modelcontextprotocol/related-task';

/**
 * `_meta` without a progress token or a task of a type that the protocol does not have, or one too long: they ask for nothing that is
 * offered.
 */
function readMeta({ progressToken, [relatedTask]: task, ...others }: JsonObject): JsonObject {
  return {
    ...others,
    ...(progressToken !== undefined && isToken(progressToken) ? { progressToken } : {}),
    ...(isObject(task) && typeof task.taskId === 'string' ? { [relatedTask]: task } : {}),
  };
}

/** Arguments as an object: some clients send them as JSON text. Their own nulls are read with the tool's input. */
function readArguments(given: JsonValue | undefined): JsonValue | undefined {
  if (typeof given !== 'string') return isAbsent(given) ? undefined : given;
  if (given.trim() === '') return undefined;
  const parsed = parseJson(given);
  // Text that is not JSON is refused as text.
  if (parsed === undefined) return given;
  return isAbsent(parsed) ? undefined : parsed;
}

const takesArguments = ['tools/call', 'prompts/get'];

/** The parameters in the form that both SDKs accept; a text is what is wrong with them. */
function readParams(method: string, given: JsonValue | undefined): JsonObject | string | undefined {
  if (isAbsent(given)) return undefined;
  if (!isObject(given)) return 'params must be an object';
  const { _meta, arguments: input, ...others } = given;
  const meta = isAbsent(_meta) ? undefined : _meta;
  if (meta !== undefined && !isObject(meta)) return 'params._meta must be an object';
  const values = takesArguments.includes(method) ? readArguments(input) : undefined;
  if (values !== undefined && !isObject(values)) return 'params.arguments must be an object';
  const cleanMeta = meta === undefined ? undefined : withoutNulls(meta);
  const cleaned = withoutNulls(others);
  return {
    ...(isObject(cleaned) ? cleaned : {}),
    ...(isObject(cleanMeta) ? { _meta: readMeta(cleanMeta) } : {}),
    ...(values === undefined ? {} : { arguments: method === 'prompts/get' ? withoutNulls(values) : values }),
    ...(method === 'initialize' && isAbsent(others.capabilities) ? { capabilities: {} } : {}),
  };
}

/** The id that an error can repeat; null for one that JSON cannot write exactly, and for what is not an id. */
const writableId = (id: JsonValue | undefined): RpcId | null =>
  typeof id === 'string' || (typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER) ? id : null;

/**
 * Reads one parsed message. Null members count as absent and members that JSON-RPC does not have are ignored, so that the SDKs, which
 * silently drop every message that their schemas do not know, see only what they answer. Whatever remains wrong is refused by name.
 */
export function readFrame(value: JsonValue): Frame {
  const { invalidRequest, invalidParams } = rpcCodes;
  if (!isObject(value)) return refuse(null, invalidRequest, 'the message is not a JSON-RPC 2.0 object');
  const { jsonrpc, id, method, params, result, error } = value;
  const writable = writableId(id);
  if (jsonrpc !== '2.0') return refuse(writable, invalidRequest, 'jsonrpc must be "2.0"');
  if (!isPresent(method)) {
    if ('result' in value || isPresent(result) || isPresent(error)) return { kind: 'response' };
    return refuse(writable, invalidRequest, 'method is missing');
  }
  if (typeof method !== 'string') return refuse(writable, invalidRequest, 'method must be a string');
  const read = readParams(method, params);
  const isNotification = id === undefined || (id === null && method.startsWith('notifications/'));
  if (!isNotification && typeof id !== 'string' && !Number.isSafeInteger(id)) {
    const rule = 'id must be a string or a whole number from -(2^53-1) to 2^53-1';
    return refuse(writable, invalidRequest, rule);
  }
  // A notification is never answered, whatever its parameters are.
  if (typeof read === 'string' && !isNotification) return refuse(writable, invalidParams, read);
  const message: RpcNotification = { jsonrpc, method, ...(isObject(read) ? { params: read } : {}) };
  if (isNotification || writable === null) return { kind: 'notification', message };
  return { kind: 'request', message: { ...message, id: writable } };
}

function refuse(id: RpcId | null, code: number, reason: string): Frame {
  const what = code === rpcCodes.invalidParams ? 'Invalid params' : 'Invalid Request';
  return { kind: 'refused', answer: rpcErrorAnswer(id, code, `${what}: ${reason}`) };
}

/** The most messages of one batch: it takes the place of a single request. */
const maxBatch = 50;

/** The last revision whose clients may send batches. */
const lastWithBatches = '2025-03-26';

/**
 * Why a batch is refused; undefined for one that is answered.
 *
 * @param revision the client's revision; undefined for one that has not said it
 */
export function batchProblem(
  { length }: readonly unknown[],
  revision: string | undefined,
): string | undefined {
  const isLater = revision !== undefined && revision > lastWithBatches;
  if (isLater) return `send a single message; batches are not supported after revision ${lastWithBatches}`;
  if (length === 0) return 'the batch is empty';
  return length > maxBatch ? `a batch can hold at most ${maxBatch} messages` : undefined;
}

/** One mistake that the schemas of the SDKs found. */
const isIssue = (value: unknown): value is { path: unknown[]; message: string } =>
  isObject(value) && Array.isArray(value.path) && typeof value.message === 'string';

function issuesIn(text: string): readonly { path: unknown[]; message: string }[] {
  try {
    const parsed: unknown = JSON.parse(text.slice(text.indexOf('[')));
    return Array.isArray(parsed) ? parsed.filter(isIssue) : [];
  } catch {
    return [];
  }
}

/**
 * A message to the client, an error of a schema in one sentence: both SDKs answer parameters of a wrong type with a dump of the schema's
 * issues, as an internal error.
 */
export function withPlainError<T extends object>(message: T): T | RpcErrorAnswer {
  if (!('error' in message) || !isObject(message.error)) return message;
  const { code, message: text } = message.error;
  const isDump =
    (code === rpcCodes.internalError || code === rpcCodes.invalidParams) &&
    /^[^[{]*\[\s*\{/.test(String(text));
  const [issue] = isDump ? issuesIn(String(text)) : [];
  if (issue === undefined) return message;
  const id =
    'id' in message && (typeof message.id === 'string' || typeof message.id === 'number') ? message.id : null;
  const reason = issue.message
    .replace(/^Invalid input: /, '')
    .slice(0, 300)
    .toWellFormed();
  const place = issue.path.join('.').slice(0, 100).toWellFormed();
  return rpcErrorAnswer(id, rpcCodes.invalidParams, `Invalid params: ${place}: ${reason}`);
}

/** The same frame without its progress token: progress needs an event stream, which not every client reads. */
export function withoutProgress(frame: Frame): Frame {
  if (frame.kind !== 'request' || !isObject(frame.message.params?._meta)) return frame;
  const { params } = frame.message;
  const { progressToken, ...meta } = frame.message.params._meta;
  return { ...frame, message: { ...frame.message, params: { ...params, _meta: meta } } };
}
