import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { installLinks } from '../deploy/install-links.ts';
import mcpJson from '../mcp.json' with { type: 'json' };
import { builtFile, root } from '../scripts/built.ts';
import { commands as known } from '../src/cli/commands.ts';
import { markdownTable } from '../src/cli/tools.ts';
import { variables } from '../src/variables.ts';
import { startHarness } from './harness.ts';
import { section, withSection } from './sections.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** The pages that README leads to, by their paths. */
const docs = new Map(
  readdirSync(join(root, 'docs')).flatMap((name) =>
    name.endsWith('.md') ? [[`docs/${name}`, read(`docs/${name}`)] as const] : [],
  ),
);
const pages = [readme, ...docs.values()];
const page = (name: string) => docs.get(`docs/${name}.md`) ?? '';

function variableTable(): string {
  const rows = variables.map(({ name, what, defaultValue }) => `| \`${name}\` | ${what} | ${defaultValue} |`);
  return ['| variable | what it sets | usually |', '| --- | --- | --- |', ...rows].join('\n');
}

/** What the example in README prints, at the moment at which tests take place. */
async function exampleAnswer(): Promise<string> {
  const harness = await startHarness();
  const input = {
    owner: 'me',
    stage: 'Negotiation',
    status: 'Open',
    closes: 'this-quarter',
    sort: '-value',
    limit: 5,
  };
  const { text } = await harness.call('search_opportunities', input);
  await harness.close();
  const words = Object.entries(input).map(([name, value]) => `${name}=${value}`);
  return ['```text', `$ copper-mcp call search_opportunities ${words.join(' ')} --sandbox`, text, '```'].join(
    '\n',
  );
}

/** Lines of README that are code in these languages. */
const blocks = (language: string) =>
  pages.flatMap((page) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
      ([, text = '']) => text,
    ),
  );

/** Commands with what README says of them after `#`. */
const commands = blocks('sh')
  .flatMap((text) => text.split('\n'))
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [command = '', said = ''] = line.split(/\s+#\s/);
    return { command: command.trim(), status: Number(/exit (\d)/.exec(said)?.[1] ?? 0) };
  });

/** Run by tests of their own: the demo, and this very run. */
const elsewhere = ['npm run demo', 'npm test'];

const ours = commands.filter(({ command }) => !elsewhere.includes(command));
/** Commands of ours, with settings in front where they need some. */
const isOurs = /^(?:COPPER_\w+=\S+ )*npx copper-mcp /;

const serving = ours.filter(({ command }) => /npx copper-mcp (sandbox|http) /.test(command));
const asking = ours.filter((one) => !serving.includes(one));

/** No setting of this machine's user reaches a command. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME };

/** An empty folder of their own, where commands may leave files for those that follow. */
const cwd = mkdtempSync(join(tmpdir(), 'copper-mcp-readme-'));
afterAll(() => rmSync(cwd, { recursive: true }));

/** The command as the built program's; a shell takes the quotes apart. */
const built = (command: string) => command.replace(/npx copper-mcp/, `'${process.execPath}' '${builtFile}'`);

describe('README', () => {
  test.each<[string, string, () => string | Promise<string>]>([
    ['docs/tools.md', 'tools', () => markdownTable()],
    ['docs/configuration.md', 'variables', variableTable],
    ['README.md', 'links', () => installLinks(mcpJson.mcpServers)],
    ['README.md', 'answer', exampleAnswer],
  ])('%s has the %s that the code makes (`npm run snap` rewrites them)', async (path, name, make) => {
    const whole = withSection(read(path), name, await make());
    await expect(whole, `${path} is behind the code; \`npm run snap\` rewrites it`).toMatchFileSnapshot(
      join(root, path),
    );
  });

  test('can be read in a few minutes', () => {
    const words = readme.replace(/\]\([^)]*\)/g, ']').split(/\s+/);
    expect(words.length).toBeLessThanOrEqual(1_500);
  });

  test('leads to every page, by the index of docs', () => {
    const index = docs.get('docs/README.md') ?? '';
    expect(readme).toContain('](docs/README.md)');
    for (const path of docs.keys())
      if (path !== 'docs/README.md') expect(index).toContain(`](${path.replace('docs/', '')})`);
  });

  test('shows the configuration that is in mcp.json', () => {
    const [first = ''] = /```json\n([\s\S]*?)```/.exec(page('clients'))?.slice(1) ?? [];
    expect(JSON.parse(first)).toEqual(JSON.parse(read('mcp.json')));
    for (const block of blocks('json')) expect(() => JSON.parse(block)).not.toThrow();
  });

  test('names only commands of ours, and those that come first as the first', () => {
    expect(commands.slice(0, 2).map(({ command }) => command)).toEqual(elsewhere);
    expect(ours.filter(({ command }) => !isOurs.test(command))).toEqual([]);
  });

  test.each(asking)('$command exits with $status', ({ command, status }) => {
    const ran = spawnSync('sh', ['-c', built(command)], { cwd, encoding: 'utf8', env });
    expect(ran.status, ran.stderr).toBe(status);
    // What goes to a file is not shown.
    expect(status === 0 ? ran.stdout === '' : ran.stderr === '').toBe(/ > \w/.test(command));
  });

  // Windows has no signals: there a process that is told to end is simply gone.
  test.each(process.platform === 'win32' ? [] : serving)(
    '$command serves until it is interrupted',
    async ({ command }) => {
      const anyPort = `${command.replace(/ --port \d+/, '')} --port 0`;
      const child = spawn('sh', ['-c', `exec env ${built(anyPort)}`], {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [line] = await once(child.stdout, 'data');
      expect(String(line)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(developer_api\/v1|mcp)\n$/);
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  test('names each switch of the sandbox, and no other', () => {
    const [table = ''] = page('sandbox').split('```sh');
    const named = [...table.matchAll(/^\|(.*?)\|/gm)].flatMap(
      ([, cell = '']) => cell.match(/--[a-z][\w-]*/g) ?? [],
    );
    const switches = Object.keys(known.sandbox.options).map((name) => `--${name}`);
    expect(named.toSorted()).toEqual(switches.toSorted());
  });

  test('links only to files that exist', () => {
    const links = [...new Map([['README.md', readme], ...docs])].flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
        join(root, path, '..', link),
      ),
    );
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  test('names only settings that exist', () => {
    const named = new Set(pages.join('\n').match(/\b(?:COPPER_[A-Z_]+|LOG_LEVEL)\b/g));
    const known = variables.flatMap(({ name }) => [name, `${name}_FILE`]);
    expect([...named].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('tells what to do about each kind of error', () => {
    const source = read('src/tool/tool-error.ts');
    const kinds = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, kind = '']) => kind);
    expect(kinds).toHaveLength(11);
    expect(kinds.filter((kind) => !page('troubleshooting').includes(`\`${kind}\``))).toEqual([]);
  });

  test('holds figures of a real run', () => {
    expect(section(page('measured'), 'bench')).toMatch(/^Measured on .+ Node \d+/);
  });
});
