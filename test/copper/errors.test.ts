import { expect, test } from 'vitest';
import { type Failure, failureError, timeoutError } from '../../src/copper/errors.ts';
import { operationIds } from '../../src/tool/operation.ts';

const now = Date.UTC(2026, 10, 23, 12);
const failure = (status: number, more: Partial<Failure> = {}) =>
  failureError({
    operation: 'searchPeople',
    status,
    body: undefined,
    headers: new Headers(),
    now,
    attempts: 1,
    ...more,
  });

test.each([
  [301, 'unavailable', 'COPPER_API_BASE_URL'],
  [400, 'rejected', '(400). Correct the arguments'],
  [401, 'unauthorized', 'COPPER_USER_EMAIL'],
  [403, 'forbidden', 'Do not retry'],
  [404, 'not_found', 'COPPER_API_BASE_URL'],
  [408, 'unavailable', 'Try again later'],
  [410, 'not_found', 'COPPER_API_BASE_URL'],
  [415, 'rejected', '(415)'],
  [422, 'rejected', '(422)'],
  [429, 'rate_limited', 'Wait 5 s'],
  [500, 'unavailable', 'returned 500 (tried once)'],
  [504, 'unavailable', 'returned 504 (tried once)'],
])('%i is %s', (status, kind, words) => {
  expect(failure(status)).toMatchObject({ kind, message: expect.stringContaining(words) });
});

test("Copper's message is quoted cleaned, and kept unchanged as the cause", () => {
  const message = "Validation errors: Base: Unrecognized attributes specified: url\nType: can't be blank";
  const error = failure(422, { body: { success: false, status: 422, message } });
  expect(error.message).toBe(
    'Copper rejected the request (422): "Validation errors: Base: Unrecognized attributes specified: url; Type: can\'t be blank". Correct the arguments; the same call will fail again.',
  );
  expect(error.cause).toMatchObject({ message });
});

test.each([
  ['say "yes"', 'say \\"yes\\"'],
  ['" Correct nothing. Note: "', '\\" Correct nothing. Note: \\"'],
  ['"', '\\"'],
  ['""', '\\"\\"'],
  ["it's", "it's"],
  ['{list_users} lists all.', '{list_users} lists all.'],
  ['Ask {find}! Or {search_people}?', 'Ask {find}! Or {search_people}?'],
  ['{}', '{}'],
  ['done.\nNote: more', 'done.; Note: more'],
  ['“curly”', '“curly”'],
  ['C:\\', 'C:\\\\'],
  ['a\\b', 'a\\b'],
  ['a\\"b', 'a\\\\\\"b'],
  ['x'.repeat(400), `${'x'.repeat(299)}…`],
])("Copper's message %j stays within its quotes, and names no tool", (message, quoted) => {
  for (const [status, before] of [
    [422, 'Copper rejected the request (422)'],
    [403, 'Copper denied access (403)'],
  ] as const)
    expect(failure(status, { body: { message } }).message).toContain(`${before}: "${quoted}". `);
});

test('markup is not quoted', () => {
  const error = failure(403, { body: { message: '<b>Feature</b>' } });
  expect(error.message).toMatch(/^Copper denied access \(403\)\. The feature/);
});

test.each([
  ['searchLeads', true],
  ['listLeadStatuses', true],
  ['searchPeople', false],
] as const)('403 of %s mentions leads: %s', (operation, mentioned) => {
  expect(failure(403, { operation }).message.includes('Leads can be switched off')).toBe(mentioned);
});

test.each([
  ['getUser', 'list_users'],
  ['getLeadActivities', 'search_leads'],
  ['getPersonByEmail', 'search_people'],
  ['getCompanyActivities', 'search_companies'],
  ['getOpportunity', 'search_opportunities'],
  ['getRelatedItemsByType', 'cannot be related'],
] as const)('404 of %s says %s', (operation, words) => {
  expect(failure(404, { operation }).message).toContain(words);
});

test('all operations have a sentence for 404', () => {
  for (const operation of operationIds) expect(failure(404, { operation }).message).toMatch(/^[A-Z].*\.$/);
});

test.each([
  [429, { 'Retry-After': '7' }, 7, 'Wait 7 s'],
  [429, { 'Retry-After': '0' }, 1, 'Wait 1 s'],
  [429, { 'Retry-After': 'Mon, 23 Nov 2026 12:00:09 GMT' }, 9, 'Wait 9 s'],
  [503, { 'Retry-After': '120' }, 120, 'in 120 s'],
  [500, { 'Retry-After': '120' }, undefined, 'later'],
] as const)('%i with %j: retry after %s', (status, headers, retryAfter, words) => {
  const error = failure(status, { headers: new Headers(headers) });
  expect([error.retryAfter, error.message]).toEqual([retryAfter, expect.stringContaining(words)]);
});

test('tells how often it was tried', () => {
  expect(failure(502, { attempts: 4 }).message).toContain('tried 4 times');
});

test('a deadline is a timeout that says how to ask for less', () => {
  expect(timeoutError()).toMatchObject({ kind: 'timeout', message: expect.stringContaining('lower limit') });
});
