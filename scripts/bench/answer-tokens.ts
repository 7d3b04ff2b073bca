import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { startHarness, testNow } from '../../test/harness.ts';
import { type Row, thousands } from './row.ts';

const base = 'https://api.copper.com/developer_api/v1';

/** What the shown columns are called in Copper's records. */
const minimal = [
  'id',
  'name',
  'company_name',
  'pipeline_stage_id',
  'assignee_id',
  'monetary_value',
  'close_date',
  'status',
];

/** One form of the same answer and what it costs a model. */
export interface Form {
  readonly form: string;
  readonly tokens: number;
}

/** The same twenty open deals as Copper sends them, as the least JSON that holds what we show, and as we write them. */
export async function answerForms(): Promise<Form[]> {
  const sandbox = createSandbox({ now: () => testNow, sleep: async () => undefined });
  const body = { statuses: ['Open'], sort_by: 'name', page_number: 1, page_size: 20 };
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer bench' };
  const request = new Request(`${base}/opportunities/search`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const raw: unknown = await (await sandbox.send(request)).json();
  if (!Array.isArray(raw) || raw.length !== 20) throw new Error('the sandbox did not send twenty deals');
  const least = raw.map((deal) => Object.fromEntries(minimal.map((name) => [name, deal[name]])));
  const { call, close } = await startHarness();
  const { text } = await call('search_opportunities', { status: 'Open', limit: 20 });
  await close();
  return [
    { form: "Copper's reply, indented", tokens: countTokens(JSON.stringify(raw, null, 2)) },
    { form: "Copper's reply", tokens: countTokens(JSON.stringify(raw)) },
    { form: 'the shown fields as JSON, ids unresolved', tokens: countTokens(JSON.stringify(least)) },
    { form: 'copper-mcp: a table, with names', tokens: countTokens(text) },
  ];
}

/** What becomes of a reply. */
export async function answerTokens(): Promise<Row[]> {
  const forms = await answerForms();
  const [indented, raw, least, ours] = forms.map(({ tokens }) => tokens);
  if (raw === undefined || ours === undefined || least === undefined) return [];
  return [
    {
      what: 'the same 20 deals: reply as it came, indented; compact; shown fields as JSON; ours',
      measured: [indented, raw, least, ours].map((tokens) => thousands(tokens ?? 0)).join(', '),
      bar: 'ours is the least',
      ok: ours < least,
    },
  ];
}
