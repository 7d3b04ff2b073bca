// Serves the fixture tools through our own endpoint, for the official suite: `npx tsx test/mcp/conformance-server.ts [port]`.
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { fixtureHandlers } from './fixture.ts';
import { listen } from './node-http.ts';

const endpoint = createEndpoint({ version: '0.0.0-conformance' });
const handlers = fixtureHandlers();
const { url } = await listen(
  (request) => endpoint.handle(request, handlers),
  Number(process.argv[2] ?? 3900),
);
process.stdout.write(`${url}\n`);
