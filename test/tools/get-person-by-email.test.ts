import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
const email = 'petra.osei@globex.example';

test('who wrote to me from this address?', async () => {
  const { requests, text } = await client.call('get_person_by_email', { email });
  expect({ requests, text }).toMatchSnapshot();
});

test('fields by our names, by those of Copper and by label', async () => {
  const fields = ['first_name', 'company', 'Role'];
  expect((await client.call('get_person_by_email', { email, fields })).text.split('\n').slice(0, 3)).toEqual([
    'person',
    'first_name: Petra',
    'company: Globex',
  ]);
});

test.each([
  [{ email: 'nobody@example.com' }, 'not_found: No person has this e-mail address.'],
  [{ email: 'Petra Osei' }, 'invalid_input: email is not an e-mail address.'],
  [{}, 'invalid_input: email is required (string).'],
  [{ email, fields: ['firstname'] }, 'unknown_name: people have no field "firstname".'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error('get_person_by_email', input)).toContain(text);
});
