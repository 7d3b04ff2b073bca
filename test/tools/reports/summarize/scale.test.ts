import { afterAll, expect, test } from 'vitest';
import { startHarness } from '../../../harness.ts';
import { turning } from '../../../turning.ts';
import { grouped, moneyLines, nameOf } from './expected.ts';

const { client, sandbox, clock, close } = await startHarness({
  env: { COPPER_DIALECT: 'documented', COPPER_RATE_LIMIT: '100000', COPPER_MAX_RESULT_CHARS: '40000' },
  sandbox: { size: 'large', names: 'documented', limit: 0, latency: 200 },
});
afterAll(close);
const { world } = sandbox;
const deals = world.opportunities;
const pages = Math.ceil(deals.length / 200);
const asked = { what: 'deals', by: ['stage', 'owner'], measure: 'sum value', max_requests: pages + 1 };
const searches = () => sandbox.log.filter(({ path }) => path.endsWith('/opportunities/search')).length;

test('20,000 deals by stage and owner: exact, in as many requests as there are pages, with progress', async () => {
  const seen: number[] = [];
  const onprogress = ({ progress }: { progress: number }) => void seen.push(progress);
  const call = client.callTool({ name: 'summarize', arguments: asked }, undefined, {
    onprogress,
    timeout: 120_000,
  });
  const result = await turning(call, clock);
  const [content] = Array.isArray(result.content) ? result.content : [];
  const [head = '', , ...lines] = String(content?.text).split('\n');
  expect(head).toMatch(/; read all 20,000 opportunities in 10\d requests$/);
  expect(searches()).toBe(pages);

  const stageOf = (id: number) => {
    const pipeline = world.pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
    return `${nameOf(pipeline?.stages ?? [], id)} (${pipeline?.name})`;
  };
  const groups = grouped(
    deals,
    (deal) => [stageOf(deal.pipeline_stage_id)],
    (deal) => [nameOf(world.users, deal.assignee_id)],
  );
  const rows = lines.filter((line) => !/^(?:note: |as of |\(total\))/.test(line));
  expect(rows.sort()).toEqual(moneyLines(world, groups).sort());
  const total = moneyLines(world, [{ labels: ['(total)', ''], rows: deals }]);
  expect(lines.filter((line) => line.startsWith('(total)')).sort()).toEqual(total.sort());

  // The pipelines, and a page each.
  expect(seen).toHaveLength(pages + 1);
  expect(seen).toEqual(seen.map((_, at) => at + 1));
});

test('cancelled half way, it ends with the requests that are under way', async () => {
  const before = searches();
  const stop = new AbortController();
  const call = client.callTool({ name: 'summarize', arguments: asked }, undefined, { signal: stop.signal });
  const ended = expect(call).rejects.toThrow();
  while (searches() < before + pages / 2) await clock.advance(100);
  stop.abort();
  const sent = searches();
  await ended;
  for (let turn = 0; turn < 50; turn++) await clock.advance(100);
  expect(searches()).toBe(sent);
});

test('what the usual requests do not suffice for is counted where that is possible', async () => {
  const before = searches();
  const call = client.callTool({ name: 'summarize', arguments: { what: 'deals', by: 'owner' } });
  const result = await turning(call, clock);
  const text = JSON.stringify(result.content);
  expect(text).toContain('; counted in ');
  expect(searches() - before).toBe(world.users.length + 2);
  const { length } = deals.filter((deal) => deal.assignee_id === 137_658);
  expect(text).toContain(`Dana Li\\t${length}\\n`);
});

test('else the head line says that it is not complete, and how many requests it takes', async () => {
  const call = client.callTool({ name: 'summarize', arguments: { what: 'deals', by: 'company', top: 3 } });
  const text = JSON.stringify((await turning(call, clock)).content);
  expect(text).toMatch(
    /opportunities by company 1-4 of 4; INCOMPLETE: read 12,000 of 20,000 opportunities in 60 requests; narrow the question, e\.g\. by owner or dates, or raise max_requests to 100\\n/,
  );
});
