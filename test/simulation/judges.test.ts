import { expect, test } from 'vitest';
import { answerOf } from '../oracle/answers.ts';
import { leakIn, refusalOf, repeatedRow } from './judges.ts';

/** A judge that finds nothing is worth nothing: what each of them must see, and what it must let pass. */

const tenants = [
  { key: 'key-0-vexorby-0123', mark: 'Vexorby' },
  { key: 'key-1-quillant-0123', mark: 'Quillant' },
];

test.each([
  'the key is key-0-vexorby-0123',
  '{"key":"key-1-quillant-0123"}',
  'Acme Quillant',
  'ACME QUILLANT',
  'tag-Quillant',
  'TypeError: x\n    at ask (app.js:12:5)',
  'at async Object.call (chunk.mjs:1:99)',
  'in /srv/app/secret.rb',
  'node_modules/undici/index.js',
  'file:///root/app.js',
  'copper.ts:12',
  '<!doctype html><title>Error',
])('told to the callers of one account, this is a leak: %s', (text) => {
  expect(leakIn(text, tenants, 'Vexorby')).toBeDefined();
});

test.each([
  'Acme Vexorby',
  'people 1-3 of 12, next: offset=3',
  'Met at the office (2nd floor)',
  'https://app.copper.com/companies/1',
  'copper://people/12',
  'a note about node',
  'at 12:30:15',
  'rate_limited: wait 3 s',
  '',
  'dana.li@example.com',
])('this is none: %s', (text) => {
  expect(leakIn(text, tenants, 'Vexorby')).toBeUndefined();
});

test('a log may not name anybody’s records', () => {
  for (const { mark } of tenants) expect(leakIn(`call ${mark}`, tenants)).toBeDefined();
});

const result = '{"jsonrpc":"2.0","id":1,"result":{"content":[]}}';

test.each<[number, string, boolean]>([
  [200, '', true],
  [200, 'nothing', true],
  [200, '{"jsonrpc":"2.0","method":"notifications/progress"}', true],
  [200, 'Internal error of copper-mcp (abc)', true],
  [400, '{"error":{"code":-32603,"message":"Internal error"}}', true],
  [500, '', true],
  [504, 'The request was not answered in time.', true],
  [499, '', true],
  [0, 'TypeError', true],
  [202, '', true],
  [200, result, false],
  [200, `event: message\ndata: ${result}\n\n`, false],
  [400, '{"error":{"code":-32602}}', false],
  [503, 'Too many requests at once', false],
])('status %i with %s: refused wrongly is %s', (status, body, isWrong) => {
  expect(refusalOf({ status, body }, false) !== undefined).toBe(isWrong);
});

test.each([
  ['1\n2\n1', '1'],
  ['1\n1', '1'],
  ['5\n6\n7\n6', '6'],
  ['1\n2\n3', undefined],
  ['1\n11\n111', undefined],
])('rows %j have a record twice: %s', (rows, twice) => {
  const count = rows.split('\n').length;
  const answer = answerOf({
    text: `people 1-${count} of ${count}\nid\n${rows}`,
    isError: false,
    structured: undefined,
    requests: [],
  });
  expect(repeatedRow(answer)).toBe(twice && `the record ${twice} is there twice`);
});
