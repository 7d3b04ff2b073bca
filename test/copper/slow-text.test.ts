import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { cleanLine } from '../../src/answer/cell.ts';
import { unrecognizedAttributes } from '../../src/copper/dialect.ts';
import { failureError } from '../../src/copper/errors.ts';
import { cleanMessage } from '../../src/copper/upstream-message.ts';
import { distinctLabels } from '../../src/names/name-lists.ts';
import { bySpelling } from '../../src/names/spelling.ts';
import { suggestNames } from '../../src/names/suggestions.ts';
import { textFormOf } from '../../src/names/text-form.ts';

/** Ends work that would take minutes; what is linear takes milliseconds, so that no slow machine is near this limit. */
const ended = <T>(work: () => T): T => runInNewContext('work()', { work }, { timeout: 60_000 });

const many = 300_000;
const texts: Readonly<Record<string, string>> = {
  blanks: `a${' '.repeat(many)}b`,
  'blanks at the end': `a${' '.repeat(many)}`,
  'line ends': `a${'\n'.repeat(many)}b`,
  'line ends and blanks': `a${' \r\n'.repeat(many / 3)}b`,
  stops: `a${'.'.repeat(many)}b`,
  quotes: `a${'"'.repeat(many)}b`,
  'tags that are not closed': '<a '.repeat(many / 3),
  'tags that are closed at the end': `${'<!'.repeat(many / 2)}>`,
  'an unknown parameter in blanks': `Unrecognized attributes specified: ${' '.repeat(many)}x${' .'.repeat(many / 2)}y`,
  'many unknown parameters': 'unrecognized attribute specified: a,'.repeat(many / 36),
  marks: `e${'\u0301'.repeat(many)}`,
  'marks alone': '\u0301'.repeat(many),
  joiners: `ا${'\u200c'.repeat(many)}ا`,
  'a family without end': '👨\u200d'.repeat(many / 4),
  selectors: `❤${'\ufe0f'.repeat(many)}`,
  escapes: '\u001b['.repeat(many / 2),
  'escapes with numbers': `\u001b[${'1;'.repeat(many / 2)}`,
  'links of a terminal': '\u001b]8;;'.repeat(many / 5),
  'links of a terminal after one that ends': `\u001b]8;;x\u0007${'\u001b]8;;'.repeat(many / 5)}`,
  'links of a terminal before one that ends': `${'\u001b]8;;'.repeat(many / 5)}x\u001b\\`,
  'links of a terminal that end': '\u001b]8;;x\u009c'.repeat(many / 8),
  'beginnings of links without a word': '\u001b]'.repeat(many / 2),
  'half characters': '\ud83d'.repeat(many),
  separators: `a${'-_.'.repeat(many / 3)}`,
  'digits and blanks': '1 '.repeat(many / 2),
};

test.each(Object.entries(texts))('%s are read in time', (_, text) => {
  ended(() => {
    cleanMessage(text);
    unrecognizedAttributes(text);
    cleanLine(text);
    const headers = new Headers({ 'retry-after': text.replace(/[^\x20-\x7e]/g, 'x') });
    failureError({
      operation: 'listTags',
      status: 422,
      body: { message: text },
      headers,
      now: 0,
      attempts: 1,
    });
    bySpelling('abc', [text], (one) => [one]);
    suggestNames('abc', [text]);
    textFormOf(text);
  });
});

test.each([
  ['of one name', (at: number) => ({ name: 'Ann', id: at })],
  ['of one name and category', (at: number) => ({ name: 'Ann', id: at, category: 'user' })],
  ['of long names', (at: number) => ({ name: `${'x'.repeat(60)}${at}`, id: at })],
])('fifty thousand entries %s are told apart and compared in time', (_, make) => {
  const entries = Array.from({ length: 50_000 }, (_each, at) => ({ key: String(at), ...make(at) }));
  expect(ended(() => distinctLabels(entries)).size).toBe(50_000);
  expect(
    ended(() =>
      suggestNames(
        'Somebody else',
        entries.map(({ name }) => name),
      ),
    ).length,
  ).toBeLessThanOrEqual(5);
});
