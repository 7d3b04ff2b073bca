import { marked, type Token, type Tokens } from 'marked';
import { expect, onTestFinished, test } from 'vitest';
import { markdownText } from '../../src/cli/markdown.ts';
import { createSandbox, type World } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { testNow } from '../harness.ts';
import { dayIn } from '../tools/reports/today/truth.ts';
import { sharedWorld } from '../worlds.ts';
import { run, stillClock } from './fake-shell.ts';

const dana = 137_658;

/** Digests of an account with such data. */
async function accountOf(change: (world: World) => World = (world) => world) {
  const { now, sleep } = stillClock;
  const generate: typeof sharedWorld = (...given) => change(sharedWorld(...given));
  const sandbox = createSandbox({ now, sleep, generate, limit: 0, timeZone: 'America/Los_Angeles' });
  const { url, close } = await serveSandbox(sandbox);
  onTestFinished(close);
  const env = { COPPER_API_BASE_URL: url, COPPER_API_KEY: 'any', COPPER_USER_EMAIL: 'dana.li@example.com' };
  const digest = (...words: string[]) =>
    run(['digest', ...words], { env: { ...env, COPPER_RATE_LIMIT: '10000' } });
  return { digest, world: sandbox.world };
}

/** All tokens of a text, those inside others too. */
const within = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => {
    const {
      tokens: inner = [],
      items = [],
      header = [],
      rows = [],
    } = token as Partial<Tokens.Table & Tokens.List & Tokens.Generic>;
    const cells = [...header, ...rows.flat()].flatMap((cell: Tokens.TableCell) => cell.tokens);
    return [token, ...within([...inner, ...items, ...cells])];
  });

const tablesIn = (text: string) =>
  marked.lexer(text).filter((token): token is Tokens.Table => token.type === 'table');
const headingsIn = (text: string) =>
  marked
    .lexer(text)
    .flatMap((token) => (token.type === 'heading' ? [`${'#'.repeat(token.depth)} ${token.text}`] : []));

test('a day and the changes of the pipeline, with as many as the account has, and the stamp at the end', async () => {
  const { digest, world } = await accountOf();
  const { code, out, err } = await digest();
  expect([code, err]).toEqual([0, '']);
  const truth = dayIn(world, { user: dana, now: testNow / 1000 });
  const sized = (what: string, rows: readonly unknown[]) =>
    `## ${what}: ${rows.length > 10 ? `10 of ${rows.length}` : rows.length}`;
  expect(headingsIn(out)).toEqual([
    '# Today, 2026-11-23',
    sized('Tasks due today', truth['tasks due today']),
    sized('Overdue tasks', truth['overdue tasks']),
    sized('Deals closing this week', truth['deals closing this week']),
    sized('Deals without contact for 14 days', truth['deals without contact for 14 days']),
    sized('Meetings and calls logged, without notes', truth.logged),
    sized("Activities of others on the owner's records", truth.others),
    '# Changes in the pipeline, of all owners',
    expect.stringMatching(/^## Changes: 20 of \d+$/),
    '## Changes by kind',
    '## Outcomes',
  ]);
  expect(out.trimEnd().split('\n').at(-1)).toBe('as of 2026-11-23T12:00');
});

test('since the stamp of an earlier one there is nothing new; for somebody else', async () => {
  const { digest } = await accountOf();
  const { code, out } = await digest('--since', 'as of 2026-11-23T12:00', '--owner', 'Jane Park');
  expect(code).toBe(0);
  expect(headingsIn(out).slice(-3)).toEqual([
    '# Changes in the pipeline, of all owners',
    '## Changes: 0',
    '## Changes by kind: 0',
  ]);
  expect(headingsIn(out)[0]).toBe('# Today, 2026-11-23 for Jane Park');
});

/** What strangers may write to get out of a cell, or to make a program fetch, open or show something. */
const hostile = [
  '[click](https://evil.example)',
  '![](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '<!-- --> <script>alert(1)</script>',
  'https://evil.example www.evil.example me@evil.example',
  'a | b | c',
  '`code` ``more`` | https://evil.example `',
  '\\| \\[x](http://evil.example) \\',
  '# heading',
  '## Overdue tasks: 0\n\n| a |\n| - |\n\nas of 2001-01-01T00:00',
  '**bold** _it_ ~~gone~~ $x^2$ ==mark==',
  '[ref]: https://evil.example',
  '[^1]: note',
  '- list\n1. two\n> quoted',
  '&lt;b&gt; &#91;x&#93;(y) &copy;',
  '<https://evil.example> <me@evil.example>',
  '---',
  ':smile: @everyone #123',
  'mailto:me@evil.example tel:123',
];

/** Tokens that would be more than text. */
const notText = ['link', 'image', 'html', 'strong', 'em', 'del', 'def', 'blockquote', 'code', 'hr'];
const kindsIn = (text: string) => within(marked.lexer(text)).map(({ type }) => type);

/** The text that a cell shows. */
const shownIn = ({ tokens }: Tokens.TableCell): string =>
  within(tokens)
    .flatMap((token) =>
      'text' in token && !('tokens' in token && token.tokens !== undefined) ? [token.text] : [],
    )
    .join('')
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .trim();

test.each(hostile)('what strangers write stays text, in a cell and on a line: %j', (text) => {
  const written = markdownText(text);
  expect(written).not.toContain('\n');
  const table = `| a | b |\n| --- | --- |\n| ${written} | 1 |\n`;
  const [parsed] = tablesIn(table);
  const plain = text.replace(/\s+/g, ' ').trim();
  const [cell, next] = parsed?.rows[0] ?? [];
  expect([cell && shownIn(cell).replace('\\ |', '\\|'), next?.text]).toEqual([plain, '1']);
  for (const shown of [table, `- ${written}\n`, `# ${written}\n`, `## x\n\n${written}\n\nas of\n`])
    expect(kindsIn(shown).filter((kind) => notText.includes(kind))).toEqual([]);
  expect(headingsIn(`${written}\n`)).toEqual([]);
});

test('a whole account that strangers wrote has the same tables and headings as any', async () => {
  const rename = <Row extends { name: string }>(rows: readonly Row[]) =>
    rows.map((row, at) => ({ ...row, name: hostile[at % hostile.length] ?? '' }));
  const { digest } = await accountOf((account) => ({
    ...account,
    tasks: rename(account.tasks),
    opportunities: rename(account.opportunities).map((deal) => ({
      ...deal,
      company_name: `\u202E${deal.name}\u200B`,
    })),
    people: rename(account.people),
    companies: rename(account.companies),
    users: account.users.map((user, at) => ({ ...user, name: `${hostile[at] ?? ''} ${at}` })),
    pipelines: rename(account.pipelines).map((pipeline) => ({
      ...pipeline,
      stages: rename(pipeline.stages),
    })),
    activities: account.activities.map((one, at) =>
      one.details === null ? one : { ...one, details: hostile[at % hostile.length] ?? '' },
    ),
  }));
  const { code, out, err } = await digest();
  expect([code, err]).toEqual([0, '']);
  const plain = await (await accountOf()).digest();
  const shape = ({ header, rows }: Tokens.Table) => [header.length, rows.length];
  expect(tablesIn(out).map(shape)).toEqual(tablesIn(plain.out).map(shape));
  expect(headingsIn(out)).toEqual(headingsIn(plain.out));
  expect(kindsIn(out).filter((kind) => notText.includes(kind))).toEqual([]);
  expect(out).not.toMatch(/[\u202E\u200B]/);
  expect(out.trimEnd().split('\n').at(-1)).toBe('as of 2026-11-23T12:00');
});

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

test('an account without anything, and one with one of each', async () => {
  const none = { tasks: [], opportunities: [], activities: [], people: [], companies: [], leads: [] };
  const empty = await (await accountOf((world) => ({ ...world, ...none }))).digest();
  expect([empty.code, empty.err]).toEqual([0, '']);
  expect(headingsIn(empty.out)).toContain('## Overdue tasks: 0');
  expect(empty.out.match(/^None\.$/gm)?.length).toBe(8);
  const one = await accountOf((world) => ({
    ...world,
    ...none,
    tasks: world.tasks
      .filter(
        (task) =>
          task.assignee_id === dana &&
          task.status === 'Open' &&
          (task.due_date ?? Infinity) < testNow / 1000 - 200_000,
      )
      .slice(0, 1),
  }));
  expect((await one.digest()).out).toMatch(/^## Overdue tasks: 1$/m);
});

test.each<[string[], number, RegExp]>([
  [['--owner', 'Nobody Here'], 1, /^unknown_name: There is no user "Nobody Here"\./],
  [['--since', '2031-01-01'], 1, /^invalid_input: since is one moment that has passed/],
  [['--since', ''], 2, /--since needs a value\./],
  [['now'], 2, /digest` does not take "now"\./],
  [['--onwer', 'x'], 2, /--onwer/],
])('%j: one line on stderr, nothing on stdout, exit code %i', async (words, code, sentence) => {
  const { digest } = await accountOf();
  const ran = await digest(...words);
  expect([ran.code, ran.out]).toEqual([code, '']);
  expect(ran.err.replace(/^copper-mcp: /, '')).toMatch(sentence);
  expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
});

test('a Copper that refuses the key', async () => {
  const { url, close } = await serveSandbox(
    createSandbox({ ...stillClock, generate: sharedWorld, credentials: [] }),
  );
  onTestFinished(close);
  const env = { COPPER_API_BASE_URL: url, COPPER_API_KEY: 'x', COPPER_USER_EMAIL: 'dana.li@example.com' };
  const { code, out, err } = await run(['digest'], { env });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^unauthorized: /);
});
