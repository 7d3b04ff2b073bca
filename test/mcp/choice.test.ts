import { execFileSync } from 'node:child_process';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, startFront } from '../http/front.ts';

/** A word that several records of the demo data have in their names, and that none is called by. */
const word = 'an';

let front: Front;
beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/ready.mjs'], { stdio: 'ignore' });
  front = await startFront();
});
afterAll(() => front.close());

type Answer = { action: 'accept'; content: Record<string, string> } | { action: 'decline' | 'cancel' };

interface Form {
  readonly message: string;
  readonly options: readonly { readonly const: string; readonly title: string }[];
}

const places = {
  stdio: () =>
    new StdioClientTransport({
      command: process.execPath,
      args: ['dist/copper-mcp.js', '--sandbox'],
      env: { PATH: process.env.PATH ?? '' },
    }),
  HTTP: () => new StreamableHTTPClientTransport(new URL(`${front.url}/mcp`)),
};

/** Asks for a brief by a client of this generation that shows forms, if `answer` says how they are filled in. */
async function brief(
  place: keyof typeof places,
  answer: ((form: Form) => Answer) | undefined,
  {
    mode = { pin: '2026-07-28' } as { pin: string } | 'legacy',
    capability = { form: {} } as Record<string, Record<string, never>>,
    about = word,
  } = {},
) {
  const forms: Form[] = [];
  const client = new Client(
    { name: 'copper-mcp-test', version: '1.0.0' },
    { versionNegotiation: { mode }, capabilities: answer === undefined ? {} : { elicitation: capability } },
  );
  if (answer !== undefined)
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      const { message, requestedSchema } = JSON.parse(JSON.stringify(params));
      const form = { message, options: requestedSchema.properties.choice.oneOf };
      forms.push(form);
      return answer(form);
    });
  await client.connect(places[place]());
  try {
    const { content, isError } = await client.callTool({ name: 'brief', arguments: { about } });
    const [first] = content;
    return { forms, isError, text: first?.type === 'text' ? first.text : '' };
  } finally {
    await client.close();
  }
}

const error = /^unknown_name: "an" matches several records: .*Give one by id/;

describe.each(Object.keys(places) as (keyof typeof places)[])('over %s', (place) => {
  test('a person chooses among the records that a name matches, and gets the brief on that one', async () => {
    const { forms, isError, text } = await brief(place, ({ options }) => ({
      action: 'accept',
      content: { choice: options[1]?.const ?? '' },
    }));
    expect(forms).toHaveLength(1);
    const [form] = forms;
    expect(form?.message).toMatch(/^"an" matches several records\. Which one is meant\? These are not all/);
    expect(form?.options.length).toBeGreaterThan(1);
    expect(form?.options.length).toBeLessThanOrEqual(6);
    const [kind = '', id = ''] = form?.options[1]?.const.split(' ') ?? [];
    expect(form?.options[1]?.title).toContain(`${kind} ${id} "`);
    expect(isError).toBe(false);
    expect(text).toMatch(new RegExp(`^${kind}\\nid: ${id}\\n`));
  });

  test('a client of 2025-11-25 is asked where the answer can come back', async () => {
    const { forms, isError, text } = await brief(
      place,
      ({ options }) => ({ action: 'accept', content: { choice: options[0]?.const ?? '' } }),
      { mode: 'legacy' },
    );
    const [kind, id] = forms[0]?.options[0]?.const.split(' ') ?? [];
    expect([forms.length, isError]).toEqual(place === 'stdio' ? [1, false] : [0, true]);
    expect(text).toMatch(place === 'stdio' ? new RegExp(`^${kind}\\nid: ${id}\\n`) : error);
  });
});

test.each<[string, ((form: Form) => Answer) | undefined, number, RegExp]>([
  ['declines', () => ({ action: 'decline' }), 1, error],
  ['cancels', () => ({ action: 'cancel' }), 1, error],
  ['cannot be asked', undefined, 0, error],
  ['chooses nothing', () => ({ action: 'accept', content: {} }), 1, error],
  [
    'makes something up',
    () => ({ action: 'accept', content: { choice: 'Zyxwvut' } }),
    1,
    /^unknown_name: No person, company, opportunity or lead is called "Zyxwvut"/,
  ],
  ['makes an id up', () => ({ action: 'accept', content: { choice: 'person 1' } }), 1, /^not_found: /],
])('whoever %s gets the sentence, and is not asked again', async (_, answer, asked, sentence) => {
  const { forms, text } = await brief('HTTP', answer);
  expect(forms).toHaveLength(asked);
  expect(text).toMatch(sentence);
});

test.each<[string, Record<string, Record<string, never>>, number]>([
  ['forms', { form: {} }, 1],
  ['both', { form: {}, url: {} }, 1],
  ['addresses only', { url: {} }, 0],
])('a client that shows %s', async (_, capability, asked) => {
  const { forms, isError } = await brief('HTTP', () => ({ action: 'decline' }), { capability });
  expect([forms.length, isError]).toEqual([asked, true]);
});

test('what means one record asks nobody', async () => {
  const { forms } = await brief('HTTP', () => ({ action: 'decline' }));
  const about = forms[0]?.options[0]?.const ?? '';
  expect(await brief('HTTP', () => ({ action: 'decline' }), { about })).toMatchObject({
    forms: [],
    isError: false,
  });
});
