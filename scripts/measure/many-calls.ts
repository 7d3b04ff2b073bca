// Whether memory stays flat: 50 clients ask a server over HTTP for pages of 25 deals, 100,000 of them, and its memory is told on the way.
// `npx tsx scripts/measure/many-calls.ts [calls]`. Its Copper is the sandbox in the same process, which costs memory of its own.
import { load } from '../bench/http-load.ts';
import { startHttp } from '../bench/http-process.ts';
import { thousands } from '../bench/row.ts';
import { builtFile } from '../built.ts';

const calls = Number(process.argv[2] ?? 100_000);
const connections = 50;
/** Between two looks at the memory, in seconds. */
const seconds = 6;
/** The share by which memory may grow from the first third of the calls to the last. */
const flat = 0.1;

const headers = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};
const body = (at: number) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: at,
    method: 'tools/call',
    params: {
      name: 'search_opportunities',
      arguments: { status: 'Open', limit: 25, offset: 25 * (at % 8) },
    },
  });
const isGood = (text: string) => text.includes('"isError":false');

const server = await startHttp([builtFile, 'http', '--sandbox', '--port', '0'], {
  COPPER_RATE_LIMIT: '100000',
});
const measured: { readonly done: number; readonly megabytes: number }[] = [];
let failed = 0;
try {
  for (let done = 0; done < calls; ) {
    const slice = await load({ url: server.url, headers, body }, { connections, seconds, isGood });
    done += Math.round(slice.perSecond * seconds);
    failed += slice.failed;
    measured.push({ done, megabytes: server.megabytes() ?? 0 });
    const [rate, megabytes] = [thousands(slice.perSecond), (measured.at(-1)?.megabytes ?? 0).toFixed(0)];
    process.stdout.write(`${thousands(done)} calls, ${rate} a second: ${megabytes} MB\n`);
  }
} finally {
  await server.close();
}
const peak = (from: number, to: number) =>
  Math.max(
    ...measured
      .filter(({ done }) => done > calls * from && done <= calls * to * 1.2)
      .map(({ megabytes }) => megabytes),
  );
const [early, late] = [peak(0, 1 / 3), peak(2 / 3, 1)];
const isFlat = late <= early * (1 + flat) && failed === 0;
process.stdout.write(
  `${isFlat ? 'ok  ' : 'MISS'} at most ${early.toFixed(0)} MB in the first third, ${late.toFixed(0)} MB in the last; ${failed} failed\n`,
);
process.exitCode = isFlat ? 0 : 1;
