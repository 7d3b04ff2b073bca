import { expect, test } from 'vitest';
import { cleanMessage, upstreamMessage } from '../../src/copper/upstream-message.ts';
import type { JsonValue } from '../../src/tool/json.ts';

test.each<[JsonValue | undefined, string | undefined]>([
  [{ success: false, status: 404, message: 'Resource not found' }, 'Resource not found'],
  [{ error: 'not_found' }, 'not_found'],
  [{ error: { code: 'X', message: 'Too many' } }, 'Too many'],
  [{ message: 'first', error: 'second' }, 'first'],
  [{ message: { name: [{ error: 'blank' }] }, error: 'second' }, 'second'],
  [{ message: { name: [{ error: 'blank' }] } }, undefined],
  [{ message: '  ' }, undefined],
  [{}, undefined],
  [[], undefined],
  ['text', undefined],
  [undefined, undefined],
])('%j says %j', (body, said) => {
  expect(upstreamMessage(body)).toBe(said);
});

test.each([
  ['two\nlines', 'two; lines'],
  ['two\r\n\r\n  lines\n', 'two; lines'],
  ['tab\tand   blanks', 'tab and blanks'],
  ['bell\u0007 zero\u200bwidth bidi\u202etxt bom\ufeff', 'bell zerowidth biditxt bom'],
  ['tag\u{e0041}\u{e0042} variation\ufe0f soft\u00adhyphen', 'tag variation softhyphen'],
  ['a < b and c > d', 'a < b and c > d'],
  ['<!DOCTYPE html><title>Error 400</title>', undefined],
  ['see <a href="x">here</a>', undefined],
  ['\u200b\n', undefined],
])('%j reads %j', (raw, line) => {
  expect(cleanMessage(raw)).toBe(line);
});

test('300 characters at most, and no half of one', () => {
  expect(cleanMessage('x'.repeat(300))).toHaveLength(300);
  const cut = cleanMessage('😀'.repeat(301)) ?? '';
  expect([...cut]).toHaveLength(300);
  expect(cut).toBe(`${'😀'.repeat(299)}…`);
});
