// Serves the fixture tools through our own front door and adapters: `npx tsx test/mcp/conformance-server.ts [port]`.
import { startFront } from '../http/front.ts';
import { fixtureHandlers } from './fixture.ts';

const handlers = fixtureHandlers();
const account = { handlers, usage: () => undefined, close: async () => undefined };
const { url } = await startFront({
  listen: { port: Number(process.argv[2] ?? 3900) },
  over: { makeAccount: () => account },
});
process.stdout.write(`${url}/mcp\n`);
