import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteCollector } from '../../src/tool/byte-collector.ts';
import { jsonProblem, jsonSize, parseJson } from '../../src/tool/json.ts';

test('measures as parsing would', () => {
  const measure = (value: unknown): { depth: number; values: number } => {
    if (typeof value !== 'object' || value === null) return { depth: 0, values: 0 };
    const inner = Object.values(value).map(measure);
    return {
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
      values: 1 + Math.max(0, inner.length - 1) + inner.reduce((sum, { values }) => sum + values, 0),
    };
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { depth, values } = measure(value);
      expect(jsonSize(JSON.stringify(value))).toEqual({ depth, values: values + 1 });
    }),
  );
});

test('what can be parsed is parsed, and nothing ever throws', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void parseJson(text)));
});

const deep = 'nested more than 64 levels deep';
const many = 'more than 50,000 values';
test.each([
  ['brackets', '['.repeat(1_000_000), deep],
  ['closed brackets', '['.repeat(65) + ']'.repeat(65), deep],
  ['just as deep as allowed', '['.repeat(64) + ']'.repeat(64), undefined],
  ['objects', '{"a":'.repeat(200_000), deep],
  ['both', '[{"a":'.repeat(50_000), deep],
  ['with blanks between', '[ \n'.repeat(100_000), deep],
  ['after a long text', `["${'x'.repeat(900_000)}",${'['.repeat(100)}`, deep],
  ['empty lists', `[${'[],'.repeat(60_000)}0]`, many],
  ['empty objects', `[${'{},'.repeat(60_000)}0]`, many],
  ['numbers', `[${'1,'.repeat(60_000)}0]`, many],
  ['members', `{${'"a":1,'.repeat(60_000)}"b":0}`, many],
  ['brackets in a text', `["${'['.repeat(100_000)}"]`, undefined],
  ['brackets after an escaped mark', `["\\"${'['.repeat(100)}"]`, undefined],
  ['a text without an end', `["${'[,'.repeat(100_000)}`, undefined],
])('%s', (_, text, problem) => {
  if (problem === undefined) expect(jsonProblem(text)).toBeUndefined();
  else expect(jsonProblem(text)).toContain(problem);
  if (problem !== undefined) expect(parseJson(text)).toBeUndefined();
});

test('bytes in whatever pieces are the same text, in at most twice their memory', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 7 }), (texts, each) => {
      const text = texts.join('');
      const bytes = Buffer.from(text);
      const collector = createByteCollector();
      for (let at = 0; at < bytes.length; at += each) collector.add(bytes.subarray(at, at + each));
      expect(collector.held).toBeLessThanOrEqual(Math.max(2_048, 2 * bytes.length));
      expect(collector.take()).toBe(text);
      expect([collector.size, collector.held]).toEqual([0, 0]);
    }),
  );
});
