import { describe, expect, test } from 'vitest';
import { jsonSyntax } from '../../src/clients/json-syntax.ts';
import { BrokenText, UneditableText } from '../../src/clients/syntax.ts';

const relaxed = jsonSyntax({ kind: 'json', comments: true, trailingCommas: true });
const strict = jsonSyntax({ kind: 'json', comments: false, trailingCommas: false });

const value = { command: 'x', args: ['1', '2'] };

/** Puts an entry and takes it out again: what the text becomes, and that nothing else has changed. */
function put(text: string): string {
  const after = relaxed.put(text, ['s', 'c'], value);
  expect(relaxed.read(after)).toMatchObject({ s: { c: value } });
  expect(relaxed.remove(after, ['s', 'c'])).toBe(text);
  return after;
}

describe('a new entry stands last, in the layout of its neighbours, and can be taken back to the byte', () => {
  test.each([
    [
      'an empty object',
      '{\n  "s": {}\n}\n',
      '{\n  "s": {\n    "c": {\n      "command": "x",\n      "args": ["1", "2"]\n    }\n  }\n}\n',
    ],
    [
      'neighbours on lines',
      '{\n  "s": {\n    "a": 1\n  }\n}',
      '{\n  "s": {\n    "a": 1,\n    "c": {\n      "command": "x",\n      "args": ["1", "2"]\n    }\n  }\n}',
    ],
    [
      'tabs and a trailing comma',
      '{\n\t"s": {\n\t\t"a": 1,\n\t},\n}\n',
      '{\n\t"s": {\n\t\t"a": 1,\n\t\t"c": {\n\t\t\t"command": "x",\n\t\t\t"args": ["1", "2"]\n\t\t},\n\t},\n}\n',
    ],
    [
      'line ends of Windows',
      '{\r\n    "s": {\r\n        "a": 1\r\n    }\r\n}\r\n',
      '{\r\n    "s": {\r\n        "a": 1,\r\n        "c": {\r\n            "command": "x",\r\n            "args": ["1", "2"]\r\n        }\r\n    }\r\n}\r\n',
    ],
    ['no space at all', '{"s":{"a":1}}', '{"s":{"a":1,"c":{"command":"x","args":["1","2"]}}}'],
    [
      'one line with spaces',
      '{ "s": { "a": 1 } }',
      '{ "s": { "a": 1, "c": {"command": "x", "args": ["1", "2"]} } }',
    ],
    [
      'an object on one line among lines',
      '{\n  "s": { "a": 1 }\n}',
      '{\n  "s": { "a": 1, "c": {"command": "x", "args": ["1", "2"]} }\n}',
    ],
    [
      'a comment behind the last neighbour',
      '{\n  "s": {\n    "a": 1 // of a\n  }\n}',
      '{\n  "s": {\n    "a": 1, // of a\n    "c": {\n      "command": "x",\n      "args": ["1", "2"]\n    }\n  }\n}',
    ],
    [
      'a comment below the last neighbour',
      '{\n  "s": {\n    "a": 1\n    // later\n  }\n}',
      '{\n  "s": {\n    "a": 1,\n    // later\n    "c": {\n      "command": "x",\n      "args": ["1", "2"]\n    }\n  }\n}',
    ],
    [
      'a comment alone in it',
      '{\n  "s": {\n    // none yet\n  }\n}',
      '{\n  "s": {\n    // none yet\n    "c": {\n      "command": "x",\n      "args": ["1", "2"]\n    }\n  }\n}',
    ],
    [
      'a comment that ends the line it opens on',
      '{ "s": {"a": 1 // of a\n}}',
      '{ "s": {"a": 1, // of a\n  "c": {"command": "x", "args": ["1", "2"]}\n}}',
    ],
    [
      'one name twice, where the last counts',
      '{"s":{"a":1},"s":{"b":2}}',
      '{"s":{"a":1},"s":{"b":2,"c":{"command":"x","args":["1","2"]}}}',
    ],
  ])('%s', (_, text, after) => {
    expect(put(text)).toBe(after);
  });
});

test.each([
  ['nothing', '', '{\n  "s": {\n    "c": 1\n  }\n}\n'],
  ['white space', ' \r\n\t', '{\r\n  "s": {\r\n    "c": 1\r\n  }\r\n}\r\n'],
  ['a comment', '// mine\n', '// mine\n{\n  "s": {\n    "c": 1\n  }\n}\n'],
  ['an empty object', '{}', '{\n  "s": {\n    "c": 1\n  }\n}'],
  ['another key', '{\n  "a": [1, 2]\n}', '{\n  "a": [1, 2],\n  "s": {\n    "c": 1\n  }\n}'],
])('objects on the way are made: %s', (_, text, after) => {
  expect(relaxed.put(text, ['s', 'c'], 1)).toBe(after);
});

describe('an entry goes with its comma and what is said of it, and nothing else', () => {
  test.each([
    ['the first', '{\n  "c": 1, // ours\n  "b": 2 // theirs\n}', '{\n  "b": 2 // theirs\n}'],
    ['one in the middle', '{\n  "a": 1,\n  "c": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 2\n}'],
    ['the last', '{\n  "a": 1, // theirs\n  "c": 1 // ours\n}', '{\n  "a": 1 // theirs\n}'],
    ['the only one', '{\n  "c": 1\n}', '{}'],
    ['the only one, with a comment', '{\n  // theirs\n  "c": 1\n}', '{\n  // theirs\n}'],
    ['behind a comment on one line', '{ "a": 1, // theirs\n "c": 1 }', '{ "a": 1 // theirs\n }'],
    ['each of two with one name', '{"c":1,"a":2,"c":3}', '{"a":2}'],
    ['one that is not there', '{"a":1}', '{"a":1}'],
  ])('%s', (_, text, after) => {
    expect(relaxed.remove(text, ['c'])).toBe(after);
  });
});

test('a value is replaced where it stands, its comments kept', () => {
  const text = '{\n  // one\n  "a": [1, /* two */ 2], // three\n  "b": 1\n}';
  expect(relaxed.put(text, ['a'], ['x'])).toBe('{\n  // one\n  "a": ["x"], // three\n  "b": 1\n}');
  expect(relaxed.put('{"a":{"b":1},"c":2}', ['a', 'b'], { d: 1 })).toBe('{"a":{"b":{"d":1}},"c":2}');
});

test('elements of lists are reached by their id', () => {
  const text = '{\n  "inputs": [\n    { "id": "a" }\n  ]\n}';
  const path = ['inputs', { id: 'b' }] as const;
  const after = relaxed.put(text, path, { id: 'b' });
  expect(after).toBe('{\n  "inputs": [\n    { "id": "a" },\n    {\n      "id": "b"\n    }\n  ]\n}');
  expect(relaxed.where(after, path)).toEqual({ line: 4, column: 5 });
  expect(relaxed.remove(after, path)).toBe(text);
});

test('what stands in the way of a path is not overwritten', () => {
  expect(() => relaxed.put('{"s": 1}', ['s', 'c'], 1)).toThrow(UneditableText);
});

test.each([
  ['{\n  "a": {\n    "b": 1\n  }\n', 4, 4, 'ends too early'],
  ['{"a": 1\n "b": 2}', 2, 2, '"\\""'],
  ['{"a": tru}', 1, 7, 'the text there is not JSON'],
  ['{"a": 1}}', 1, 9, '"}"'],
  ['[1]', 1, 1, 'a list, not an object'],
  ['null', 1, 1, 'null, not an object'],
  ['\u0000', 1, 1, 'not JSON'],
])('%j is broken at line %i, column %i', (text, line, column, why) => {
  const error = (() => {
    try {
      return relaxed.read(text);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(BrokenText);
  expect(error).toMatchObject({ position: { line, column }, message: expect.stringContaining(why) });
});

test('a client that reads no comments has none', () => {
  expect(() => strict.read('{\n  // mine\n}')).toThrow('the client does not accept comments');
  expect(() => strict.read('{"a": 1,}')).toThrow(BrokenText);
  expect(strict.read('{"a": 1}')).toEqual({ a: 1 });
});
