import { describe, expect, test, vi } from 'vitest';
import { matchName } from '../../src/names/match-name.ts';
import { nameLists } from '../../src/names/name-lists.ts';
import { suggestNames } from '../../src/names/suggestions.ts';
import type { NameEntry } from '../../src/tool/names.ts';
import { openTestClient } from '../tools/test-client.ts';

const watched = ['normalize', 'replace', 'toLowerCase'] as const;

/** How many characters the functions were given that look at each of them. A spy would keep each of the many calls. */
function workOf(match: () => unknown): number {
  let work = 0;
  const originals = watched.map((name) => Object.getOwnPropertyDescriptor(String.prototype, name) ?? {});
  watched.forEach((name, at) => {
    const { value } = originals[at] ?? {};
    const counting = function (this: string, ...given: never[]) {
      work += this.length;
      return Reflect.apply(value, this, given);
    };
    Object.defineProperty(String.prototype, name, { ...originals[at], value: counting });
  });
  try {
    match();
  } finally {
    watched.forEach((name, at) => void Object.defineProperty(String.prototype, name, originals[at] ?? {}));
  }
  return work;
}

const kinds: readonly (readonly [string, (at: number) => string])[] = [
  ['of people', (at) => `Ava Martinez ${at.toString(36)}`],
  ['with accents', (at) => `Zoë Łukasz ${at.toString(36)}`],
  ['of one letter more', (at) => `A${at}`],
  ['of signs alone', (at) => '★'.repeat(1 + (at % 300))],
  ['of nothing that is seen', (at) => '\u200b'.repeat(1 + (at % 300))],
  ['of joined emoji', (at) => `${'👩\u200d'.repeat(20)}${at}`],
  ['that are all the same', () => 'Ann'],
  ['that differ in case', (at) => (at % 2 === 0 ? 'Ann' : 'ANN')],
  ['that differ in separators', (at) => `Ann${'-'.repeat(1 + (at % 200))}Lee`],
  ['that go on and on', (at) => `${'ab '.repeat(130)}${at}`],
  ['that are taken apart into many', (at) => `${'\ufdfa'.repeat(20)}${at}`],
  ['like ids', (at) => `id ${at}`],
  ['like answers print them', (at) => `Ann (id ${at})`],
];

const count = 1_000;

describe.each(kinds)('a list of names %s', (_, nameAt) => {
  const entries = Array.from({ length: count }, (_each, at): NameEntry => {
    const id = at + 10_000;
    return { id, key: String(id), name: nameAt(at), email: `u${at}@example.com` };
  });
  const chars = entries.reduce((sum, { name, email = '' }) => sum + name.length + email.length, 0);
  const ask = (text: string) => {
    try {
      return matchName(text, entries, nameLists.user);
    } catch {
      return undefined;
    }
  };

  test('is gone through once, however many names are looked up in it', () => {
    const texts = entries
      .slice(0, 100)
      .flatMap(({ id, name, email = '' }) => [
        name,
        name.toUpperCase(),
        email,
        `${name} <${email}>`,
        `${name} (id ${id})`,
        `${name}x`,
      ]);
    const first = workOf(() => ask('Somebody Else'));
    expect(first).toBeLessThan(30 * chars + 10_000);
    // By its own length for each text, and for those that it could be: not by all names for each.
    expect(workOf(() => texts.forEach(ask))).toBeLessThan(60 * chars + 1_000 * texts.join('').length);
  });

  test('is compared with a name that is not in it in bounded work', () => {
    const names = entries.map(({ name }) => name);
    const many = Array.from({ length: 10 }, (_each, turn) => names.map((name) => `${name}${turn}`)).flat();
    const [once, tenTimes] = [names, many].map((some) => workOf(() => suggestNames('Ava Martinzez', some)));
    expect(once).toBeLessThan(60 * chars + 10_000);
    expect(tenTimes).toBeLessThan(30 * 600_000);
  });
});

test('two hundred names among thousands of users are looked up in turns with everybody else', async () => {
  const users = Array.from({ length: 4_000 }, (_, at) => ({
    id: at + 1,
    name: `Ava Martinez ${at.toString(36)}`,
    email: `u${at}@example.com`,
  }));
  let pages = 0;
  const client = await openTestClient({
    wrap: (send) => async (request) => {
      if (!request.url.endsWith('/users/search')) return send(request);
      pages++;
      const { page_number: page, page_size: size } = JSON.parse(await request.text());
      return Response.json(users.slice((page - 1) * size, page * size));
    },
  });
  let turns = 0;
  let running = true;
  const tick = () => {
    turns++;
    if (running) setImmediate(tick);
  };
  const owner = users.slice(0, 200).map(({ email }) => email);
  await client.call('search_opportunities', { owner: [owner[0]], limit: 0 });
  const before = pages;
  setImmediate(tick);
  await client.call('search_opportunities', { owner, limit: 0 });
  running = false;
  expect(turns).toBeGreaterThan(10);
  expect(pages).toBe(before);
});

test('an option among thousands is looked up in turns with everybody else', async () => {
  const options = Array.from({ length: 30_000 }, (_, at) => ({ id: at + 1, name: `Option ${at}` }));
  const field = { id: 1, name: 'Region', data_type: 'Dropdown', available_on: ['opportunity'], options };
  const client = await openTestClient({
    wrap: (send) => async (request) =>
      request.url.endsWith('/custom_field_definitions') ? Response.json([field]) : send(request),
  });
  await client.call('list_custom_field_definitions');
  let [work, most] = [0, 0];
  for (const name of ['normalize', 'replace', 'toLowerCase'] as const) {
    const original: (...given: never[]) => unknown = String.prototype[name];
    vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...given: never[]) {
      work += this.length;
      most = Math.max(most, work);
      return Reflect.apply(original, this, given);
    } as never);
  }
  let running = true;
  const tick = () => {
    work = 0;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  const text = await client.error('search_opportunities', {
    filters: [{ name: 'Region', value: 'Optoin 777' }],
  });
  running = false;
  vi.restoreAllMocks();
  expect(text).toContain('has no option "Optoin 777"');
  // The nearest are looked for at one stretch, in bounded work; the index of all is made in turns.
  expect(most).toBeLessThan(1_500_000);
});
