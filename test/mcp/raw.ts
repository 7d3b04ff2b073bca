import { createEndpoint } from '../../src/mcp/endpoint.ts';
import type { Handlers } from '../../src/mcp/handlers.ts';

const endpoint = createEndpoint({ version: '0.0.0-test' });

const both = 'application/json, text/event-stream';

/** What a request says beside its message; undefined takes a usual header away. */
export interface RawOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What came back: a JSON body parsed, an event stream as its messages, nothing as undefined. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** The `_meta` that a request of 2026-07-28 carries. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
};

/** A request as legacy clients send it, except for these changes. */
export function toRequest(
  body: unknown,
  { method = 'POST', headers = {}, signal }: RawOptions = {},
): Request {
  const given = { 'content-type': 'application/json', accept: both, ...headers };
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('http://server.test/mcp', {
    method,
    headers: pairs,
    ...(method === 'GET' || body === undefined ? {} : { body: text }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A request as clients of 2026-07-28 send it: the headers repeat what the message says. */
export function toModernRequest(
  message: { method: string; params?: Record<string, unknown> },
  { headers = {}, ...others }: RawOptions = {},
): Request {
  const { method, params = {} } = message;
  const body = { jsonrpc: '2.0', id: 1, method, params: { _meta: modernMeta, ...params } };
  const said = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    'mcp-name': [params.name, params.uri].find((name) => typeof name === 'string'),
  };
  return toRequest(body, { headers: { ...said, ...headers }, ...others });
}

/** Sends it to the endpoint. */
export async function raw(handlers: Handlers, request: Request): Promise<RawAnswer> {
  const response = await endpoint.handle(request, handlers);
  const { status, headers } = response;
  return { status, headers, body: parse(headers.get('content-type'), await response.text()) };
}

function parse(type: string | null, text: string): unknown {
  if (text === '') return undefined;
  if (type !== 'text/event-stream') return JSON.parse(text);
  const data = text.split('\n').filter((line) => line.startsWith('data: '));
  return data.map((line) => JSON.parse(line.slice('data: '.length)));
}
