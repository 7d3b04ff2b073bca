import type {
  McpUiHostCapabilities,
  McpUiHostContext,
  McpUiInitializeResult,
} from '@modelcontextprotocol/ext-apps';

/** What the host tells the view. */
interface Listener {
  onContext(context: McpUiHostContext, capabilities: McpUiHostCapabilities): void;
  onResult(result: unknown): void;
  onCancelled(): void;
}

/** The host around this page; each request resolves to true if the host did it. */
export interface Host {
  request(method: string, params: object): Promise<boolean>;
  /** Tells how high the page is, in pixels. */
  resized(height: number): void;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Speaks MCP Apps (2026-01-26) with the host: JSON-RPC by `postMessage`, by hand, since the SDK is twenty times the size of this page. */
export function connectHost(listener: Listener): Host {
  const { parent } = window;
  const waiting = new Map<number, (message: Readonly<Record<string, unknown>>) => void>();
  let context: McpUiHostContext = {};
  let capabilities: McpUiHostCapabilities = {};
  let count = 0;
  const post = (message: object) => parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  const ask = (method: string, params: object) =>
    new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      const id = ++count;
      waiting.set(id, resolve);
      post({ id, method, params });
    });

  const heard: Readonly<Record<string, (params: unknown) => void>> = {
    'ui/notifications/tool-result': listener.onResult,
    'ui/notifications/tool-cancelled': listener.onCancelled,
    'ui/notifications/host-context-changed'(params) {
      context = { ...context, ...(params as McpUiHostContext) };
      listener.onContext(context, capabilities);
    },
  };

  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source !== parent || !isObject(data) || data.jsonrpc !== '2.0') return;
    const { id, method, params } = data;
    if (typeof method !== 'string') {
      if (typeof id !== 'number') return;
      waiting.get(id)?.(data);
      waiting.delete(id);
    } else if (id === undefined) {
      if (Object.hasOwn(heard, method)) heard[method]?.(params);
    } else if (method === 'ping' || method === 'ui/resource-teardown') post({ id, result: {} });
    else post({ id, error: { code: -32601, message: 'Method not found' } });
  });

  void ask('ui/initialize', {
    appInfo: { name: 'copper-mcp', version: '1' },
    appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
    protocolVersion: '2026-01-26',
  }).then(({ result }) => {
    if (!isObject(result)) return;
    const { hostContext = {}, hostCapabilities = {} } = result as unknown as McpUiInitializeResult;
    context = hostContext;
    capabilities = hostCapabilities;
    listener.onContext(context, capabilities);
    post({ method: 'ui/notifications/initialized', params: {} });
  });

  return {
    async request(method, params) {
      const { result } = await ask(method, params);
      return isObject(result) && result.isError !== true;
    },
    resized: (height) => post({ method: 'ui/notifications/size-changed', params: { height } }),
  };
}
