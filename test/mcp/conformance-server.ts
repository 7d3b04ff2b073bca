// Serves the fixtures through our own HTTP server and protocol code: `npx tsx test/mcp/conformance-server.ts [port]`.
import { startFront } from '../http/front.ts';
import { wideHandlers } from './fixture.ts';

const { url } = await startFront({
  listen: { port: Number(process.argv[2] ?? 3900) },
  over: { createHandlers: wideHandlers },
});
process.stdout.write(`${url}/mcp\n`);
