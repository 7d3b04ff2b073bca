// A bare node:http server that asks the same sandbox the same question and hands the answer through: what the product is compared with.
import { createServer } from 'node:http';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { realClock } from '../../src/tool/clock.ts';

const { now, sleep } = realClock;
const sandbox = createSandbox({ now, sleep, limit: 0 });

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const request = new Request('https://api.copper.com/developer_api/v1/opportunities/search', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-pw-accesstoken': 'bench',
      'x-pw-application': 'developer_api',
      'x-pw-useremail': 'dana.li@example.com',
    },
    body: Buffer.concat(chunks),
  });
  const response = await sandbox.send(request);
  outgoing.writeHead(response.status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(await response.json()));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}/\n`);
});
