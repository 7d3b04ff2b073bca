import {
  AppBridge,
  type McpUiHostContext,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge';

/** What the view asked its host for, and what the host was told, in order. */
const heard: { method: string; params: unknown }[] = [];

/** A chat with one view in it, whose protocol is that of the official package: what it does not understand is in `problems`. */
const problems: string[] = [];

const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-scripts');
frame.style.cssText = 'width:100%;border:0;display:block;height:40px';

let bridge: AppBridge;

/** What a host may refuse to do. */
let refuses = false;

async function open(html: string, hostContext: McpUiHostContext, capabilities: object): Promise<void> {
  frame.srcdoc = html;
  document.body.append(frame);
  const view = frame.contentWindow;
  if (view === null) throw new Error('no frame');
  bridge = new AppBridge(null, { name: 'test host', version: '1' }, capabilities, { hostContext });
  const hear = (method: string) => async (params: unknown) => {
    heard.push({ method, params });
    return refuses ? { isError: true } : {};
  };
  bridge.onopenlink = hear('ui/open-link');
  bridge.onmessage = hear('ui/message');
  bridge.ondownloadfile = hear('ui/download-file');
  bridge.onrequestdisplaymode = async ({ mode }) => {
    heard.push({ method: 'ui/request-display-mode', params: { mode } });
    bridge.setHostContext({ ...hostContext, displayMode: mode });
    return { mode };
  };
  bridge.onsizechange = ({ height = 0 }) => {
    heard.push({ method: 'ui/notifications/size-changed', params: { height } });
    frame.style.height = `${height}px`;
  };
  bridge.onerror = (error) => void problems.push(String(error));
  const initialized = new Promise<void>((resolve) => {
    bridge.oninitialized = () => resolve();
  });
  await bridge.connect(new PostMessageTransport(view, view));
  await initialized;
}

Object.assign(globalThis, {
  testHost: {
    open,
    heard,
    problems,
    refuse: () => {
      refuses = true;
    },
    result: (result: Parameters<AppBridge['sendToolResult']>[0]) => bridge.sendToolResult(result),
    cancelled: () => bridge.sendToolCancelled({ reason: 'user action' }),
    context: (context: McpUiHostContext) => bridge.setHostContext(context),
    teardown: () => bridge.teardownResource({}),
  },
});
