import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import type { Opportunity, SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { dayOf } from '../../test-client.ts';
import { openReports } from '../open-reports.ts';

const tool = 'deals_needing_attention';
const today = '2026-11-23';

/** A Copper that answers with what the contract lists and nothing else. */
const letter: Partial<SandboxOptions> = {
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  activityTypes: 'flat',
  fields: 'contract',
};

// Each question reads anew, so that its requests are its own.
const { ask, walk, world, call } = await openReports({
  sandbox: letter,
  env: { COPPER_REUSE_SECONDS: '0' },
});
const open = world.opportunities.filter(({ status }) => status === 'Open');
const days = (from: string) => (Date.parse(today) - Date.parse(from)) / 86_400_000;
const idsOf = (rows: readonly { id?: unknown }[]) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
const counts = ({ parts }: Awaited<ReturnType<typeof ask>>) =>
  Object.fromEntries((parts[0]?.rows ?? []).map(({ reason = '', deals }) => [reason, deals]));

const silent =
  (least: number) =>
  ({ date_last_contacted: at }: Opportunity) =>
    at === null || days(dayOf(at)) >= least;
const stuck =
  (least: number) =>
  ({ date_stage_changed: at }: Opportunity) =>
    days(dayOf(at)) >= least;
const dana = 137_658;

test.each<[string, Record<string, unknown>, (deal: Opportunity) => boolean]>([
  ['silent', { reasons: 'silent' }, silent(14)],
  ['silent for 3 days', { reasons: 'silent', silent: 3 }, silent(3)],
  ['silent for 90 days', { reasons: 'silent', silent: '90 days' }, silent(90)],
  [
    'silent since a day',
    { reasons: 'silent', silent: '2026-09-01' },
    ({ date_last_contacted: at }) => at === null || dayOf(at) < '2026-09-01',
  ],
  [
    'silent, mine',
    { reasons: 'silent', owner: 'me' },
    (deal) => deal.assignee_id === dana && silent(14)(deal),
  ],
  [
    'silent, of nobody',
    { reasons: 'silent', owner: 'none' },
    (deal) => deal.assignee_id === null && silent(14)(deal),
  ],
  [
    'silent, narrowed by the same date',
    { reasons: 'silent', filters: [{ name: 'interaction_date', value: '..2026-10-01' }] },
    ({ date_last_contacted: at }) => at !== null && dayOf(at) <= '2026-10-01',
  ],
  ['stuck', { reasons: 'stuck' }, stuck(30)],
  ['stuck for 7 days', { reasons: 'stuck', stuck: 7 }, stuck(7)],
  ['stuck for 120 d', { reasons: 'stuck', stuck: '120d' }, stuck(120)],
  [
    'stuck since a month',
    { reasons: 'stuck', stuck: '2026-10' },
    ({ date_stage_changed: at }) => dayOf(at) < '2026-10-01',
  ],
  [
    'stuck, in Sales',
    { reasons: 'stuck', pipeline: 'Sales' },
    (deal) => deal.pipeline_id === world.pipelines[0]?.id && stuck(30)(deal),
  ],
  [
    'stuck, narrowed by the same date',
    { reasons: 'stuck', filters: [{ name: 'stage_since', value: '2026-03-01..' }] },
    (deal) => stuck(30)(deal) && dayOf(deal.date_stage_changed) >= '2026-03-01',
  ],
  [
    'both',
    { reasons: ['silent', 'stuck'], silent: 30, stuck: 60 },
    (deal) => silent(30)(deal) || stuck(60)(deal),
  ],
])('%s: the same deals as the account holds', async (_, input, holds) => {
  const expected = open.filter(holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(idsOf(await walk(tool, input))).toEqual(idsOf(expected));
});

test('what is said, counted and noted', async () => {
  const answer = await ask(tool, { limit: 100 });
  expect(counts(answer)).toMatchObject({
    silent: String(open.filter(silent(14)).length),
    stuck: String(open.filter(stuck(30)).length),
  });
  const never = open.filter(({ date_last_contacted: at }) => at === null).length;
  expect(answer.notes).toContain(
    `This Copper returns no last contacts: silent are the deals for which its filter finds no contact since 2026-11-10. For ${never} of them it finds no earlier contact either.`,
  );
  expect(answer.notes).toContain(
    'This Copper returns no dates of stages: stuck are the deals for which its filter finds no change of stage since 2026-10-25.',
  );
  expect(answer.notes).toContain(
    'This Copper returns no currencies: amounts are compared and added up as if all were in one.',
  );
  for (const { reasons = '' } of answer.rows)
    expect(reasons).not.toMatch(/never contacted|(?:silent|stuck) \d+ d/);
  expect(answer.text).toMatch(/silent 14\+ d/);
  expect(answer.text).toMatch(/stuck 30\+ d/);
});

test('the coverage tells of the requests, and the limit of requests holds', async () => {
  const { head } = await ask(tool, { reasons: 'silent', limit: 1 });
  const recent = open.length - open.filter(silent(14)).length;
  expect(head).toContain(
    `read all ${open.length} opportunities and all ${recent} opportunities contacted since in `,
  );
  const { requests } = await call(tool, { reasons: 'overdue', limit: 1 });
  expect(requests.some((one) => one.includes('interaction_date'))).toBe(false);
});

test('longer than usual: since when comes from the history', async () => {
  const usual = await openReports();
  const input = { reasons: 'stuck', stuck: 'usual' };
  const told = await walk(tool, input);
  const known = await usual.walk(tool, input);
  expect(idsOf(told)).toEqual(idsOf(known));
  const exact = new Map(known.map(({ id, reasons }) => [id, reasons]));
  for (const { id, reasons = '' } of told) if (!reasons.includes('+')) expect(reasons).toBe(exact.get(id));
  expect((await ask(tool, { ...input, limit: 1 })).notes.join(' ')).toContain(
    'This Copper returns no dates of stages: they come from the changes since 2025-11-23.',
  );
});

/** Changes what reaches Copper and what comes back. */
const without =
  (refused: RegExp, fields: readonly string[]) =>
  (send: FetchCopper): FetchCopper =>
  async (request) => {
    const isSearch = request.url.endsWith('/opportunities/search');
    const body = isSearch ? await request.text() : '';
    const [name] = refused.exec(body) ?? [];
    if (name !== undefined) {
      const message = `Invalid input: Validation errors: Base: Unrecognized attributes specified: ${name}`;
      return Response.json({ success: false, status: 422, message }, { status: 422 });
    }
    const response = await send(request);
    if (!isSearch || !response.ok) return response;
    const rows = z.array(z.record(z.unknown())).parse(await response.json());
    for (const row of rows) for (const field of fields) delete row[field];
    return Response.json(rows, { headers: response.headers });
  };

const gone = ['date_last_contacted', 'date_stage_changed'];

test.each([
  [
    'silent',
    /minimum_interaction_date/,
    'silent is not known: this Copper returns no last contacts, nor could deals be found by them.',
  ],
  [
    'stuck',
    /minimum_(?:date_stage_changed|stage_change_date)/,
    'stuck is not known: this Copper returns no dates of stages, nor could deals be found by them.',
  ],
])(
  'where neither field nor filter has it, %s is not known and not counted',
  async (reason, refused, note) => {
    const other = await openReports({ wrap: without(refused, gone) });
    const answer = await other.ask(tool, { limit: 100 });
    expect(answer.notes).toContain(note);
    expect(counts(answer)[reason]).toBe('not known');
    expect(answer.rows.every(({ reasons = '' }) => !reasons.includes(reason))).toBe(true);
    expect(await other.error(tool, { reasons: reason })).toMatch(
      new RegExp(`^rejected: No answer: it is not known which deals are ${reason}\\.`),
    );
  },
);

test('a filter that Copper does not heed tells nothing', async () => {
  const heedless =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const text = await request.text();
      const body = text.includes('interaction_date') ? JSON.parse(text) : undefined;
      if (body !== undefined)
        for (const name of Object.keys(body)) if (name.includes('interaction_date')) delete body[name];
      return send(body === undefined ? request : { ...request, text: async () => JSON.stringify(body) });
    };
  const other = await openReports({ sandbox: letter, wrap: heedless });
  expect(counts(await other.ask(tool, { limit: 0 }).then((one) => ({ ...one, parts: [one] })))).toMatchObject(
    {
      silent: 'not known',
    },
  );
});

test('a Copper that leaves out empty fields is understood: no contact is no contact', async () => {
  const other = await openReports({
    sandbox: { names: 'contract', shape: 'envelope', closeDate: 'seconds' },
  });
  const rows = await other.walk(tool, { reasons: 'silent' });
  expect(idsOf(rows)).toEqual(idsOf(open.filter(silent(14))));
  expect(rows.some(({ reasons }) => reasons === 'never contacted')).toBe(true);
});

test.each([
  [[{ name: 'last_contact', value: 'none' }]],
  [['last_contact: none']],
  [['interaction_date = None']],
])(
  'if only deals without a last contact are asked for, %j, all of them were never contacted',
  async (filters) => {
    const other = await openReports({
      sandbox: { names: 'contract', shape: 'envelope', closeDate: 'seconds' },
    });
    const answer = await other.ask(tool, { reasons: 'silent', filters });
    expect(answer.total).toBe(open.filter(({ date_last_contacted: at }) => at === null).length);
    expect(answer.rows.map(({ reasons }) => reasons)).toEqual(answer.rows.map(() => 'never contacted'));
    expect(answer.notes.join()).not.toContain('returns no last contacts');
  },
);

test('deals that were all never contacted: null is said, a missing field is not', async () => {
  const emptied =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const response = await send(request);
      if (!request.url.endsWith('/opportunities/search')) return response;
      const rows = z.array(z.record(z.unknown())).parse(await response.json());
      return Response.json(
        rows.map((row) => ({ ...row, date_last_contacted: null })),
        { headers: response.headers },
      );
    };
  const other = await openReports({ wrap: emptied });
  const answer = await other.ask(tool, { reasons: 'silent', limit: 1 });
  expect(answer.total).toBe(open.length);
  expect(answer.rows[0]?.reasons).toBe('never contacted');
});
