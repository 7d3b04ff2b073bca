import { describe, expect, test } from 'vitest';
import { type Schema, validate } from './validate.ts';

const both: Schema = {
  allOf: [
    { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
    { type: 'object', properties: { b: { type: 'string', nullable: true } } },
  ],
};

describe('the validator', () => {
  test.each<[string, Schema, unknown, string[]]>([
    ['parts of an allOf know the keys of each other', both, { a: 1, b: 'x' }, []],
    ['each part of an allOf counts', both, { b: 1 }, ['$.a: required', '$.b: 1 is no string']],
    ['one problem is told once', both, [], ['$: a list is no object']],
    ['a key that no part knows is refused', both, { a: 1, c: 1 }, ['$.c: unknown key']],
    ['null fits where it may stand', both, { a: 1, b: null }, []],
    ['nullable without a type takes all', { nullable: true }, null, []],
    ['an object without declared keys takes all', { type: 'object' }, { a: 1 }, []],
    ['null is no object', { type: 'object' }, null, ['$: null is no object']],
    ['a number is finite', { type: 'number' }, Number.NaN, ['$: null is no number']],
  ])('%s', (_, schema, value, problems) => {
    expect(validate(schema, value, { at: '$', unknownKeys: 'refuse' })).toEqual(problems);
  });

  test('lets unknown keys pass when told to', () => {
    expect(validate(both, { a: 1, c: 1 }, { at: '$', unknownKeys: 'allow' })).toEqual([]);
  });
});
