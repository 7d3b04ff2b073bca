import { describe, expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import type { SandboxRequest } from '../../src/sandbox/sandbox.ts';
import { operationIds } from '../../src/tool/operation.ts';
import { toolName } from '../../src/tool/tool.ts';
import { judgeRequest, operations, pageCap, parameters } from '../contract/judge.ts';
import { reaches } from './reaches.ts';
import type { Input } from './search-reaches.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient({ sandbox: { names: 'both' } });

const urlOf = ({ path, query }: SandboxRequest) => `${path}?${new URLSearchParams(query)}`;

const cacheExpired = 600_001;

/** True where a request has the parameter in this place; a part of the path is there whenever the operation is. */
function holds({ query, body }: SandboxRequest, place: string, name: string): boolean {
  if (place === 'path') return true;
  const part = place === 'query' ? query : body;
  return typeof part === 'object' && part !== null && Object.hasOwn(part, name);
}

async function requestsOf(tool: string, input: Input): Promise<SandboxRequest[]> {
  await client.pass(cacheExpired);
  const before = client.log.length;
  const { text, isError } = await client.call(tool, input);
  expect(isError ? text : 'an answer').toBe('an answer');
  return client.log.slice(before);
}

test('the contract and the table have the same 27 operations', () => {
  expect(Object.keys(reaches).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

/** Operations only: the contract has no page size for reports. */
const paged = published.filter(
  ({ name, inputSchema }) =>
    operationIds.some((id) => toolName(id) === name) && JSON.stringify(inputSchema).includes('"limit"'),
);

test.each(paged)(
  '$name states the most rows of an answer by the pages of the contract',
  ({ name, inputSchema }) => {
    const id = operationIds.find((one) => toolName(one) === name) ?? name;
    // Four small pages are read in one call.
    const cap = Math.max(pageCap(id) ?? 200, 100);
    expect(JSON.stringify(inputSchema)).toMatch(new RegExp(`\\bmax ${cap}\\b`));
  },
);

describe.each(operationIds.map((id) => [id]))('%s', (id) => {
  const declared = parameters(id).map(({ name, in: place }) => [name, place] as const);

  test('is reached', async () => {
    const input = reaches[id].any ?? Object.values(reaches[id])[0] ?? {};
    const seen = await requestsOf(toolName(id), input);
    expect(seen.map((request) => judgeRequest({ ...request, url: urlOf(request) }).operation)).toContain(id);
  });

  test.each(declared)('%s can be reached', async (name, place) => {
    const input = reaches[id][name] ?? reaches[id].any;
    if (input === undefined) throw new Error(`no input of ${toolName(id)} reaches ${place} ${name}`);
    const seen = await requestsOf(toolName(id), input);
    const verdicts = seen.map((request) => judgeRequest({ ...request, url: urlOf(request) }));
    expect(verdicts.flatMap(({ problems }) => problems)).toEqual([]);
    const carried = seen.some((request, at) => verdicts[at]?.operation === id && holds(request, place, name));
    expect(carried ? name : `${name} was not sent by ${JSON.stringify(input)}`).toBe(name);
  });

  test('the table names nothing that the contract does not have', () => {
    const known = new Set(['any', ...declared.map(([name]) => name)]);
    expect(Object.keys(reaches[id]).filter((name) => !known.has(name))).toEqual([]);
  });
});
