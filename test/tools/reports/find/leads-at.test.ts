import { describe, expect, test } from 'vitest';
import { openTestClient } from '../../test-client.ts';

const client = await openTestClient();
const documented = await openTestClient({
  env: { COPPER_DIALECT: 'documented' },
  sandbox: { names: 'documented' },
});
const { world } = client;

const known = new Set(world.companies.map(({ name }) => name.toLowerCase()));
const visible = world.leads.filter(
  ({ converted_at: at, company_name: of }) => at === null && of !== null && of !== '',
);
const isAlone = ({ name, company_name: of }: (typeof visible)[number]) =>
  visible.filter((lead) => lead.name === name && lead.company_name === of).length === 1 &&
  !world.people.some((person) => person.name === name);
const alone = visible.filter(isAlone);
const ofKnown = alone.filter(({ company_name: of }) => known.has(String(of).toLowerCase())).slice(0, 4);
const ofOthers = alone.filter(({ company_name: of }) => !known.has(String(of).toLowerCase())).slice(0, 4);

const forms: readonly ((name: string, company: string) => string)[] = [
  (name, company) => `${name} at ${company}`,
  (name, company) => `${name} from ${company}`,
  (name, company) => `${name} (${company})`,
  (name, company) => `${name.split(' ')[0]} at ${company}`,
  (name, company) => `${name.split(' ').at(-1)} @ ${company}`,
  (name, company) => `${name.toUpperCase()} at ${company.toLowerCase()}`,
];

describe.each([...ofKnown, ...ofOthers])(
  'the lead $name of $company_name',
  ({ id, name, company_name: of }) => {
    test.each(forms)('is found by %s', async (form) => {
      const text = form(name, String(of));
      const { rows } = await client.table('find', { text });
      expect([text, rows.map(([kind, found]) => `${kind} ${found}`)]).toEqual([
        text,
        expect.arrayContaining([`lead ${id}`]),
      ]);
    });

    test('also where Copper cannot search by the company of a lead', async () => {
      const { rows } = await documented.table('find', { text: `${name} at ${of}` });
      expect(rows.map(([kind, found]) => `${kind} ${found}`)).toContain(`lead ${id}`);
    });

    test('is briefed by name and company', async () => {
      const { text } = await client.call('brief', { about: `${name} at ${of}` });
      expect(text).toMatch(new RegExp(`^lead\\nid: ${id}\\n`));
    });
  },
);

test('a lead of that name at another company is not offered', async () => {
  const [one, other] = alone.filter(
    (lead, at) => alone.findIndex((two) => two.company_name === lead.company_name) === at,
  );
  const { rows } = await client.table('find', { text: `${one?.name} at ${other?.company_name}` });
  expect(rows.map(([kind, found]) => `${kind} ${found}`)).not.toContain(`lead ${one?.id}`);
});
