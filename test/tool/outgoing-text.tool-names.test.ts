import { expect, test } from 'vitest';
import { escapeUntrusted, toolsIn, withToolNames } from '../../src/tool/outgoing-text.ts';

const prefixed = new Map([
  ['list_users', 'crm_list_users'],
  ['find', 'crm_find'],
  ['search_leads', undefined],
]);

test.each([
  ['no tool at all', 'Nothing to say.', 'Nothing to say.'],
  ['a tool', '{list_users} lists all.', 'crm_list_users lists all.'],
  ['words that are names of tools, too', 'Use {find} to find it.', 'Use crm_find to find it.'],
  [
    'braces of others',
    'filters=[{name, value}] {id} {list_user}',
    'filters=[{name, value}] {id} {list_user}',
  ],
  ['a sentence about what is left out', 'Gone. Try {search_leads}. Or ask.', 'Gone. Or ask.'],
  ['one at the end', 'Gone. Try {search_leads}.', 'Gone.'],
  ['one at the start', 'Try {search_leads}! Or {find}.', 'Or crm_find.'],
  ['one of two tools that is left out', 'Use {find} or {search_leads}. Bye.', 'Bye.'],
  ['lines', 'One.\nTry {search_leads}.\nThree {find}.', 'One.\nThree crm_find.'],
  ['nothing but what is left out', '{search_leads} finds it.', ''],
  ['a clause about what is left out', 'Nobody is there; {search_leads} lists all.', 'Nobody is there.'],
  ['a clause in the middle', 'Gone; try {search_leads}; or ask {find}. Bye.', 'Gone; or ask crm_find. Bye.'],
  ['a clause at the start', 'Gone. Try {search_leads}; a name works too.', 'Gone. A name works too.'],
  ['a clause of words without an end', 'Nobody is there; {search_leads} lists all', 'Nobody is there'],
  ['a clause between words without an end', 'Gone; try {search_leads}; or wait', 'Gone; or wait'],
  ['clauses that are all left out', 'Try {search_leads}; or {search_leads} again. Bye.', 'Bye.'],
  ['points inside words', 'See 20000.. or v1.2 of {find}.', 'See 20000.. or v1.2 of crm_find.'],
  ['a name of every object', '{constructor} {__proto__}', '{constructor} {__proto__}'],
])('%s', (_, text, expected) => {
  expect(withToolNames(text, prefixed)).toBe(expected);
});

test('where nothing is known of names, tools go by their own', () => {
  expect(withToolNames('{list_users} lists all. {search_leads}, too.')).toBe(
    'list_users lists all. search_leads, too.',
  );
});

test('the tools of a text are named once', () => {
  expect(toolsIn('1. {find} a {list_users} b\n2. {find} c {not one}')).toEqual(['find', 'list_users']);
  expect(toolsIn('none')).toEqual([]);
});

test.each([
  '{find}',
  '{search_leads}',
  'Ends here. {search_leads} lists all.',
  'a; {search_leads}; b',
  'Oh! No? {find}',
  'Dr. A. B. Smith',
  '{list_users',
  '}{find}{',
  'A.\nB.',
  '; ; ;',
  '{{find}}',
])('the text of others stays as it is: %j', (text) => {
  const foreign = escapeUntrusted(text);
  expect(withToolNames(`No "${foreign}". {find} helps.`, prefixed)).toBe(`No "${text}". crm_find helps.`);
  expect(withToolNames(`No "${foreign}". {search_leads} "${foreign}".`, prefixed)).toBe(`No "${text}".`);
  expect(withToolNames(`No "${foreign}"; {search_leads} has it; ask.`, prefixed)).toBe(`No "${text}"; ask.`);
  expect(withToolNames(foreign)).toBe(text);
  expect(toolsIn(foreign)).toEqual([]);
});
