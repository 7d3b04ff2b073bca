import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builtFile } from '../../scripts/built.ts';
import type { CommandSpec } from '../../src/cli/command-spec.ts';
import { commands } from '../../src/cli/commands.ts';
import { published } from '../../src/published.ts';
import { variables } from '../../src/variables.ts';
import { run } from './fake-shell.ts';

const all: readonly (readonly [string, CommandSpec])[] = Object.entries(commands);
const names = all.map(([name]) => name);

test.each([[['--help']], [['-h']], [['help']], [['--sandbox', '--help']]])(
  '%j shows everything',
  async (args) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, '']);
    for (const [, { usage }] of all) expect(out).toContain(`copper-mcp ${usage}`);
    for (const { name } of variables)
      expect(out.includes(`  ${name} `)).toBe(!name.startsWith('COPPER_HTTP_'));
  },
);

describe.each(names)('%s', (name) => {
  test('--help shows its words, options and examples', async () => {
    const { code, out, err } = await run([name, '--help']);
    expect([code, err]).toEqual([0, '']);
    const { usage, positionals, options, examples }: CommandSpec = commands[name as keyof typeof commands];
    expect(out.startsWith(`copper-mcp ${usage}\n`)).toBe(true);
    for (const word of Object.keys(positionals ?? {})) expect(out).toContain(`\n  ${word} `);
    for (const option of [...Object.keys(options), 'help']) expect(out).toContain(`\n  --${option} `);
    for (const line of Object.keys(examples)) expect(out).toContain(`\n  ${line}\n`);
    expect(await run(['help', name])).toEqual({ code, out, err });
    expect(await run([name, '-h'])).toEqual({ code, out, err });
  });

  test('no line is wider than the terminal', async () => {
    const { out } = await run([name, '--help'], { columns: 80 });
    const own = out.split('\n').filter((line) => !line.includes('copper-mcp '));
    expect(own.filter((line) => line.length > 80)).toEqual([]);
  });
});

test('call has two examples at least', () => {
  expect(Object.keys(commands.call.examples).length).toBeGreaterThanOrEqual(2);
});

test('each option of http is a variable as well', () => {
  // On a command line every user of the machine could read the secret.
  const known = variables.flatMap(({ name }) =>
    name.startsWith('COPPER_HTTP_') && name !== 'COPPER_HTTP_SECRET' ? [name] : [],
  );
  const options = Object.keys(commands.http.options).filter(
    (option) => !['sandbox', 'tools'].includes(option),
  );
  const asVariables = options.map((option) => `COPPER_HTTP_${option.toUpperCase().replaceAll('-', '_')}`);
  expect(asVariables.toSorted()).toEqual(known.toSorted());
});

test.each(published.map(({ name }) => name))('the arguments of %s', async (name) => {
  const { code, out, err } = await run(['call', name, '--help'], { columns: 120 });
  expect([code, err]).toEqual([0, '']);
  const { description, inputSchema } = published.find((tool) => tool.name === name) ?? {};
  expect(out.replace(/\s+/g, ' ')).toContain(description);
  for (const argument of Object.keys(inputSchema?.properties ?? {}))
    expect(out).toContain(`\n  ${argument}= `);
  expect(await run(['help', name.replaceAll('_', '-')], { columns: 120 })).toEqual({ code, out, err });
});

test('values of an argument and how often it may come are told', async () => {
  const { out } = await run(['call', 'search_opportunities', '--help'], { columns: 120 });
  expect(out).toContain('status=    Open, Won, Lost, Abandoned; repeatable\n');
  expect(out).toContain('limit=     whole number; max 100\n');
  expect(out).toContain('offset=    whole number\n');
});

describe('examples work as they stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-examples-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'copper-mcp');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${builtFile}' "$@"\n`, { mode: 0o755 });
  // What npm has is no matter for an example.
  writeFileSync(join(folder, '.npmrc'), 'registry=http://127.0.0.1:9/\n');
  const env = {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    HOME: folder,
    COPPER_HTTP_PORT: '0',
    COPPER_API_KEY: 'any',
  };

  const start = (line: string) => {
    const anyPort = line.replace(/--port \d+/, '--port 0');
    const simple = !anyPort.includes('|');
    return spawn('sh', ['-c', simple ? `exec ${anyPort}` : anyPort], { cwd: folder, env });
  };
  const serving = /^copper-mcp (http|sandbox) /;
  // Those that make files first, as a person would.
  const lines = all
    .flatMap(([, { examples }]) => Object.keys(examples))
    .toSorted((a, b) => Number(serving.test(a)) - Number(serving.test(b)));

  test.each(lines)('%s', async (line) => {
    const child = start(line);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stdin.end();
    if (serving.test(line)) {
      await once(child.stdout, 'data');
      child.kill('SIGINT');
    }
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    if (line !== 'copper-mcp --sandbox') expect(out).not.toBe('');
  });
});
