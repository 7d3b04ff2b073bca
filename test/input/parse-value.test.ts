import { expect, test } from 'vitest';
import { type ZodTypeAny, z } from 'zod/v3';
import { parseValue } from '../../src/input/parse-input.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

const word = z.enum(['Open', 'Won', 'Stage Change']);
const filters = z.array(
  z.object({ name: z.string(), value: z.string().optional(), min: z.string().optional() }),
);

test.each<[string, ZodTypeAny, unknown, unknown]>([
  ['a number', z.number(), 20, 20],
  ['a number as text', z.number(), ' 20 ', 20],
  ['a negative number as text', z.number().int(), '-3', -3],
  ['an optional number as text', z.number().int().optional(), '5', 5],
  ['yes', z.boolean(), 'Yes', true],
  ['no', z.boolean(), 'no', false],
  ['true as text', z.boolean(), ' TRUE ', true],
  ['1 for yes', z.boolean(), 1, true],
  ['0 for no', z.boolean(), '0', false],
  ['text', z.string(), 'a', 'a'],
  ['a number for text', z.string(), 2026, '2026'],
  ['yes or no for text', z.string(), true, 'true'],
  ['a list for text, as JSON', z.string(), ['a', 1], '["a",1]'],
  ['text with a condition of its own', z.string().refine((text) => text !== '', 'is empty'), 5, '5'],
  ['a word in another case', word, 'open', 'Open'],
  ['a word with other punctuation', word, 'stage_change', 'Stage Change'],
  ['a list', z.array(z.string()), ['a', 'b'], ['a', 'b']],
  ['one value for a list', z.array(z.string()), 'a', ['a']],
  ['one number for a list of numbers', z.array(z.number()), '7', [7]],
  ['a list as JSON text', z.array(z.number()), ' [1, "2"]', [1, 2]],
  ['broken JSON, which is one text', z.array(z.string()), '[a', ['[a']],
  ['a list of words in another case', z.array(word), ['won', 'OPEN'], ['Won', 'Open']],
  ['words with commas between for a list', z.array(word), 'won, stage change', ['Won', 'Stage Change']],
  ...['!', '! ', '!=', '<>', '≠', '-', '−', '–', 'not '].map(
    (sign): [string, ZodTypeAny, unknown, unknown] => [
      `all words but one behind ${JSON.stringify(sign)}`,
      z.array(word),
      [`${sign}won`],
      ['Open', 'Stage Change'],
    ],
  ),
  ['one object for a list', filters, { name: 'age', value: 3 }, [{ name: 'age', value: '3' }]],
  ['one object as JSON text for a list', filters, '{"name":"age"}', [{ name: 'age' }]],
  ['objects as JSON text in a list', filters, ['{"name":"age","min":1}'], [{ name: 'age', min: '1' }]],
  ['a list of objects as JSON text', filters, '[{"name":"a"},{"name":"b"}]', [{ name: 'a' }, { name: 'b' }]],
  ['an object as JSON text', z.object({ a: z.number() }), '{"a":"1"}', { a: 1 }],
  ['null for what may be missing', z.object({ a: z.number().optional() }), { a: null }, {}],
])('takes %s', (_, schema, value, expected) => {
  expect(parseValue(schema, value, 'x')).toEqual(expected);
});

test.each<[string, ZodTypeAny, unknown, string]>([
  ['text for a number', z.number(), 'ten', 'x must be of type number, not string.'],
  ['no text for a number', z.number(), ' ', 'x must be of type number, not string.'],
  ['endless numbers', z.number(), 'Infinity', 'x must be of type number, not string.'],
  ['a broken number', z.number().int(), '2.5', 'x must be a whole number, not float.'],
  ['a list for a number', z.number(), [1], 'x must be of type number, not array.'],
  ['another word for yes or no', z.boolean(), 'maybe', 'x must be of type boolean, not string.'],
  ['an object for text', z.string(), { a: 1 }, 'x must be of type string, not object.'],
  ['nothing', z.string(), undefined, 'x is required (string).'],
  ['another word', word, 'opne', 'x cannot be "opne"; allowed: Open, Won, Stage Change. Nearest: Open.'],
  ['a word of one', z.enum(['asc']), 'up', 'x cannot be "up"; allowed: asc.'],
  ['a number that is too large', z.number().max(5), 6, 'x must be at most 5.'],
  ['a number that is too small', z.number().min(0), -1, 'x must be at least 0.'],
  ['text that is too long', z.string().max(3), 'abcd', 'x is too long; at most 3 characters.'],
  ['text that breaks a condition', z.string().refine(() => false, 'is half'), 'a', 'x is half.'],
  ['null in a list', z.array(z.string()), ['a', null], 'x must be of type string, not null.'],
  ['an item without its name', filters, [{ value: 'a' }], 'x.name is required (string).'],
  ['text for an object', z.object({ a: z.number() }), 'a', 'x must be of type object, not string.'],
  ['unknown keys', z.object({ a: z.number() }).strict(), { a: 1, b: 2, c: 3 }, 'x: unknown "b", "c".'],
])('refuses %s', (_, schema, value, sentence) => {
  const call = () => parseValue(schema, value, 'x');
  expect(call).toThrow(ToolError);
  expect(call).toThrow(expect.objectContaining({ kind: 'invalid_input', message: sentence }));
});

test('a whole input has no name in its sentences, and three of them are enough', () => {
  const shape = z.object({ a: z.number(), b: z.number(), c: z.number(), d: z.number() });
  expect(() => parseValue(shape, {}, '')).toThrow(
    expect.objectContaining({
      message: 'a is required (number). b is required (number). c is required (number).',
    }),
  );
});

test('a long word is not repeated whole', () => {
  expect(() => parseValue(word, 'x'.repeat(300), 'x')).toThrow(`x cannot be "${'x'.repeat(60)}…"; allowed`);
});

test('keys from an object’s birth are no inputs', () => {
  const given: unknown = JSON.parse('{"a": "1", "__proto__": {"a": 5}, "constructor": "x"}');
  expect(parseValue(z.object({ a: z.number() }), given, '')).toEqual({ a: 1 });
});
