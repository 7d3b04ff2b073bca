import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLine } from '../../src/answer/cell.ts';

test.each([
  ['plain text', 'Acme Corp.', 'Acme Corp.'],
  ['letters of any script', 'Zoë 田中 مرحبا', 'Zoë 田中 مرحبا'],
  ['whole characters beyond the first plane', '🙂', '🙂'],
  ['controls', 'a\u0000b\u0007c\u007fd\u0085e', 'abcde'],
  ['no width', 'pay\u200b\u200d\ufeffload', 'payload'],
  ['turning the direction of text', 'a\u202egnp.exe\u2066b\u200f', 'agnp.exeb'],
  ['tag letters that spell a hidden order', 'Hi\u{e0049}\u{e0067}\u{e006e}', 'Hi'],
  ['variation selectors that carry bytes', 'A\u{e0100}\u{e01ef}B', 'AB'],
  ['soft hyphens', 'Nego\u00adtiation', 'Negotiation'],
  ['terminal escapes', '\u001b[31mred\u001b[0m \u001b]8;;http://x.test\u0007link', 'red link'],
  ['half characters', 'a\ud83d b\ude42', 'a\ufffd b\ufffd'],
  ['a tag letter in two halves around a joiner', 'a\udb40\u200b\udc41b', 'a\ufffd\ufffdb'],
])('%s', (_, text, expected) => {
  expect(clean(text)).toBe(expected);
});

test('tabs and line ends stay, or become one space on a line', () => {
  expect(clean(' a\tb\r\nc\n\nd ')).toBe(' a\tb\r\nc\n\nd ');
  expect(cleanLine(' a\tb\r\nc\n\nd\u2028e\u00a0f ')).toBe('a b c d e f');
});

const nasty = fc.constantFrom(
  ...['\u001b', '[', '3', 'm', '\u009b', '\u200b', '\ud83d', '\ude00', '\udb40', '\udc41', '\u{e0041}'],
  ...['\u202e', '\t', '\n', '\r', ' ', 'a', '\u0000', ']', ';', '\u2028', '\u0007'],
);
/** Every code point but halves, as `binary` has them, which makes a table of all the 1.1 million first. */
const codePoint = fc.integer({ min: 0, max: 0x10_f7ff }).map(
  (at) => String.fromCodePoint(at < 0xd800 ? at : at + 0x800),
  (text) => {
    const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (code === undefined || text !== String.fromCodePoint(code)) throw new Error('is no code point');
    return code < 0xd800 ? code : code - 0x800;
  },
);
const text = fc.oneof(
  fc.string({ unit: codePoint }),
  fc.string({ unit: nasty }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

test('nothing invisible remains, halves are gone, and clean is clean', () => {
  fc.assert(
    fc.property(text, (raw) => {
      const once = clean(raw);
      expect(once.replace(/[\t\n\r]/g, '')).not.toMatch(/\p{Cc}|\p{Cf}|[\u{e0100}-\u{e01ef}]/u);
      expect(once.isWellFormed()).toBe(true);
      expect(clean(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('a line is one line: no tabs, no ends, no double spaces', () => {
  fc.assert(
    fc.property(text, (raw) => {
      const line = cleanLine(raw);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]|\s\s|^\s|\s$/u);
      expect(line.isWellFormed()).toBe(true);
      expect(cleanLine(line)).toBe(line);
    }),
    { numRuns: 2000 },
  );
});

test('escapes of a terminal go as Node takes them away, with and without an end', () => {
  const part = fc.constantFrom(
    ...[
      '\u001b]',
      '\u001b',
      ']',
      '8;;',
      'abc',
      '\u0007',
      '\u001b\\',
      '\u009c',
      '\u009b',
      '[',
      '1;2m',
      '\\',
      ';',
    ],
  );
  const unseen = /\p{Cc}/gu;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      const raw = parts.join('');
      expect(clean(raw)).toBe(stripVTControlCharacters(raw).replace(unseen, ''));
    }),
    { numRuns: 5_000 },
  );
});
