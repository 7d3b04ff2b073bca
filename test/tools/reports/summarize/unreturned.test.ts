import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { openReports } from '../open-reports.ts';

const letter = await openReports({
  sandbox: { names: 'contract', shape: 'envelope', closeDate: 'seconds', fields: 'contract' },
});
const usual = await openReports();
const said = (names: string, plural = 'opportunities') =>
  `Copper returned no ${names} for any of these ${plural}: whether they have one is not known.`;

test.each([
  [{ what: 'opportunities', measure: 'converted value' }, 'converted value'],
  [{ what: 'opportunities', by: 'last contact month' }, 'last_contact month'],
  [{ what: 'opportunities', by: 'stage since month' }, 'stage_since month'],
  [{ what: 'opportunities', by: 'stage', measure: ['value', 'converted value'] }, 'converted value'],
])('summarize %j: what Copper does not return is not said to be empty', async (input, names) => {
  expect((await letter.ask('summarize', input)).notes).toContain(said(names));
  expect((await usual.ask('summarize', input)).notes.join(' ')).not.toContain('Copper returned no');
});

test.each(['', 'sum ', 'average ', 'min ', 'max ', 'median '].map((by) => `${by}converted value`))(
  'measure %s: what Copper does not return is not counted as missing',
  async (measure) => {
    for (const by of [[], ['owner'], ['stage', 'status']]) {
      const { notes } = await letter.ask('summarize', { what: 'opportunities', measure, by });
      expect(notes).toContain(said('converted value'));
      expect(notes.join(' ')).not.toMatch(/ha(?:s|ve) no converted value/);
    }
  },
);

test.each([
  [{ what: 'opportunities', by: 'owner', measure: 'value' }],
  [{ what: 'leads', by: 'last contact month' }],
  [{ what: 'people', by: 'last contact month', measure: 'interactions' }],
])('summarize %j: what it returns is not said to be missing', async (input) => {
  expect((await letter.ask('summarize', input)).notes.join(' ')).not.toContain('Copper returned no');
});

test('whose win probability weighs a deal is said where it decides', async () => {
  const ours = ({ id }: { id: number }) => id % 2 === 0;
  const wrap =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const response = await send(request);
      if (!request.url.endsWith('/opportunities/search')) return response;
      const rows = z.array(z.object({ id: z.number() }).passthrough()).parse(await response.json());
      return Response.json(
        rows.map((row) => (ours(row) ? { ...row, win_probability: 7 } : row)),
        { headers: response.headers },
      );
    };
  const { ask, world } = await openReports({ wrap });
  const open = world.opportunities.filter(
    (deal) => deal.status === 'Open' && deal.pipeline_is_revenue && deal.monetary_value !== null,
  );
  const { notes } = await ask('summarize', {
    what: 'opportunities',
    status: 'Open',
    measure: 'weighted value',
  });
  expect(notes).toContain(
    `${open.filter(ours).length} of ${open.length} deals have a win probability of their own that is not that of their stage; theirs was used.`,
  );
});

test('groups that did not fit are reached by offset, each once', async () => {
  const small = await openReports({ env: { COPPER_MAX_RESULT_CHARS: '4000' } });
  const input = { what: 'people', by: ['city', 'owner'], top: 400 };
  const keys: string[] = [];
  let groups = 0;
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const { head, rows, total = 0 } = await small.ask('summarize', { ...input, offset });
    groups = total;
    keys.push(...rows.slice(0, -1).map(({ city, owner }) => `${city} ${owner}`));
    const next: string | undefined = /next: offset=(\d+)/.exec(head)?.[1];
    offset = next === undefined ? undefined : Number(next);
  }
  expect(keys.length).toBeGreaterThan(100);
  expect(keys).toHaveLength(groups);
  expect(new Set(keys).size).toBe(keys.length);
});
