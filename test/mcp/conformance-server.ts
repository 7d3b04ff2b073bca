// Serves the fixtures through our own front door and adapters: `npx tsx test/mcp/conformance-server.ts [port]`.
import { startFront } from '../http/front.ts';
import { wideHandlers } from './fixture.ts';

const handlers = wideHandlers();
const account = { handlers, usage: () => undefined, close: async () => undefined };
const { url } = await startFront({
  listen: { port: Number(process.argv[2] ?? 3900) },
  over: { makeAccount: () => account },
});
process.stdout.write(`${url}/mcp\n`);
