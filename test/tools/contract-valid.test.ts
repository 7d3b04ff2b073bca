import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchActivities } from '../../tools/search-activities.ts';
import { searchCompanies } from '../../tools/search-companies.ts';
import { searchLeads } from '../../tools/search-leads.ts';
import { searchOpportunities } from '../../tools/search-opportunities.ts';
import { searchPeople } from '../../tools/search-people.ts';
import { searchTasks } from '../../tools/search-tasks.ts';
import { judgeRequest } from '../contract/judge.ts';
import { openTestClient } from './test-client.ts';
import { filterNames, validInputs } from './valid-inputs.ts';

const client = await openTestClient();
const searches = [
  searchOpportunities,
  searchPeople,
  searchCompanies,
  searchLeads,
  searchTasks,
  searchActivities,
];

test.each(searches)('$name asks for nothing that the contract does not have', async (tool) => {
  const { entity } = tool.returns.record;
  const custom = client.world.customFields
    .filter(({ available_on: on }) => on.some((one) => one === entity))
    .map(({ id, name, data_type: type, options = [] }) => ({ id, name, type, options }));
  const inputs = validInputs(tool, filterNames(tool), custom);
  await fc.assert(
    fc.asyncProperty(inputs, async (made) => {
      // A moment stands in the place of a date.
      const { date, ...others } = made;
      const input = date === undefined || 'since' in made ? others : made;
      const before = client.log.length;
      const { text, isError } = await client.call(tool.name, input);
      const problems = client.log.slice(before).flatMap(({ method, path, query, body }) => {
        return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
      });
      expect(problems).toEqual([]);
      expect(isError ? text : '').toBe('');
    }),
    { numRuns: 25, seed: 20_261_123 },
  );
});
