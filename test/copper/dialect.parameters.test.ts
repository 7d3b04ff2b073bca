import { expect, test } from 'vitest';
import { documentedParameters } from '../../src/copper/documented-parameters.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { type OperationId, operationIds } from '../../src/tool/operation.ts';
import { parameters } from '../contract/judge.ts';

const documented = (operation: OperationId, name: string) => {
  const found = documentedParameters(operation)[name];
  if (found === undefined) throw new Error(`${operation} has no documented parameter for ${name}`);
  return found;
};

test('every entry replaces a parameter of the contract, by others or by a condition', () => {
  for (const operation of operationIds) {
    const known = parameters(operation).map(({ name }) => name);
    for (const [name, { sent, matches }] of Object.entries(documentedParameters(operation))) {
      expect(known).toContain(name);
      expect(sent ?? matches, `${operation} ${name}`).toBeDefined();
    }
  }
});

test.each<[string, OperationId, string, JsonValue, JsonObject]>([
  [
    'words by number',
    'searchOpportunities',
    'statuses',
    ['Open', 'Won', 'Lost', 'Abandoned'],
    { status_ids: [0, 1, 2, 3] },
  ],
  [
    'one day by its two ends',
    'searchOpportunities',
    'close_date',
    87_399,
    { minimum_close_date: 1_000, maximum_close_date: 87_399 },
  ],
  ['another name', 'searchTasks', 'minimum_close_date', 5, { minimum_created_date: 5 }],
  ['one for a list', 'searchCompanies', 'email_domain', 'a.test', { email_domains: ['a.test'] }],
  ['one of a list', 'searchPeople', 'phone_numbers', ['555'], { phone_number: '555' }],
  ['nothing for several, which are kept', 'searchPeople', 'phone_numbers', ['555', '556'], {}],
  ['nothing for fields, which narrow no rows', 'searchLeads', 'fields', ['id'], {}],
])('says %s', (_, operation, name, value, expected) => {
  expect(documented(operation, name).sent?.(value)).toEqual(expected);
});

const partial = { value: 'Call', special_value: [{ type: 'partial' }] };

test.each<[OperationId, string, JsonValue, JsonObject, boolean]>([
  ['searchLeads', 'first_name', 'JANE ', { first_name: 'Jane' }, true],
  ['searchLeads', 'first_name', 'Jane', { first_name: 'Janet' }, false],
  ['searchLeads', 'title', 'CEO', { title: null }, false],
  ['searchLeads', 'socials', ['http://x.test'], { socials: [{ url: 'HTTP://x.test' }] }, true],
  ['searchLeads', 'socials', ['http://x.test'], { socials: [{ url: 'http://y.test' }, null] }, false],
  ['searchPeople', 'phone_numbers', ['555-0100'], { phone_numbers: [{ number: '+1 (415) 555 0100' }] }, true],
  ['searchPeople', 'phone_numbers', ['555-0100'], { phone_numbers: [{ number: '555-0101' }] }, false],
  ['searchPeople', 'phone_numbers', ['none', 'ask'], { phone_numbers: [{ number: '555-0101' }] }, false],
  ['searchPeople', 'minimum_modified_date', 100, { date_modified: 100 }, true],
  ['searchPeople', 'minimum_modified_date', 100, { date_modified: 99 }, false],
  ['searchPeople', 'maximum_modified_date', 100, { date_modified: 101 }, false],
  ['searchPeople', 'maximum_modified_date', 100, { date_modified: null }, false],
  ['searchCompanies', 'primary_contact_ids', [-2], { primary_contact_id: null }, true],
  ['searchCompanies', 'primary_contact_ids', [5], { primary_contact_id: null }, false],
  ['searchCompanies', 'email_domain', 'ACME.test', { email_domain: 'acme.test' }, true],
  ['searchOpportunities', 'priorities', ['None'], {}, true],
  ['searchOpportunities', 'maximum_win_probability', 50, { win_probability: 50 }, true],
  ['searchOpportunities', 'age', 3_600, { date_created: 997_000 }, true],
  ['searchOpportunities', 'age', 3_600, { date_created: 996_000 }, false],
  ['searchTasks', 'name', 'call jane', { name: 'Call Jane' }, true],
  ['searchTasks', 'name', partial, { name: 'Recall' }, true],
  ['searchTasks', 'name', partial, { name: 'Mail' }, false],
  ['searchTasks', 'name', { value: 'Call' }, { name: 'Recall' }, false],
  [
    'searchTasks',
    'related_resource',
    { id: 1, type: 'lead' },
    { related_resource: { id: 1, type: 'lead' } },
    true,
  ],
  [
    'searchTasks',
    'related_resource',
    { id: 1, type: 'lead' },
    { related_resource: { id: 1, type: 'person' } },
    false,
  ],
  ['searchTasks', 'related_resource', { id: 1, type: 'lead' }, { related_resource: null }, false],
  ['searchTasks', 'minimum_completed_date', 5, { completed_date: 6 }, true],
  ['searchActivities', 'user_ids', [7], { user_id: 7 }, true],
  ['searchActivities', 'user_ids', [7], { user_id: null }, false],
])('%s filters by %s %j: %j', (operation, name, value, row, kept) => {
  expect(documented(operation, name).matches?.(row, value, 1_000_000)).toBe(kept);
});
