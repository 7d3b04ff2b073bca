import { chmodSync, existsSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serversPath } from '../../../src/clients/config-snapshot.ts';
import { type McpClient, mcpClients } from '../../../src/clients/mcp-clients.ts';
import { type ClientHome, clientHome, writtenCommand } from './client-home.ts';

/** A state of a configuration, and what the four commands make of it. */
interface State {
  readonly name: string;
  /** Brings it about; undefined where a client cannot have it. */
  prepare(at: ClientHome, client: McpClient): boolean;
  /** Why nothing is written; a part of the sentence. */
  refused?: (client: McpClient) => string | undefined;
  /** True where `uninstall` puts back each byte. */
  readonly restored?: boolean;
}

const name = (client: McpClient) => serversPath(client, {}).at(-1) ?? '';

/** A configuration with another server, and more around it. */
function others(client: McpClient): string {
  const [key, env] = [name(client), client.entryForm === 'list' ? 'environment' : 'env'];
  if (client.format.kind === 'toml')
    return `model = "gpt-5" # mine\n\n[${key}.other]\ncommand = "other"\nenv = { TOKEN = "secret-of-another" }\n\n[tui]\ntheme = "dark"\n`;
  const other = {
    command: client.entryForm === 'list' ? ['other'] : 'other',
    [env]: { TOKEN: 'secret-of-another' },
  };
  return `${JSON.stringify({ first: [1, 2], [key]: { other }, last: { a: true } }, null, 4)}\n`;
}

const commented = (client: McpClient) =>
  client.format.kind === 'toml'
    ? `# one\n${others(client)}# two\n`
    : others(client)
        .replace('"other":', '// said of the other\n        "other":')
        .replace('"last"', '/* and of the last */ "last"');

const put = (text: (client: McpClient) => string) => (at: ClientHome, client: McpClient) => {
  at.write(client.id, text(client));
  return true;
};

const isJson = ({ format }: McpClient) => format.kind === 'json';

const states: readonly State[] = [
  {
    name: 'absent',
    prepare(at, { id }) {
      at.installed(id);
      return true;
    },
    restored: true,
  },
  { name: 'empty', prepare: put(() => '') },
  { name: 'white space only', prepare: put(() => ' \n\n') },
  { name: 'holding other servers', prepare: put(others), restored: true },
  {
    name: 'with comments',
    prepare: put(commented),
    refused: ({ format }) =>
      format.kind === 'json' && !format.comments ? 'the client does not accept comments' : undefined,
    restored: true,
  },
  {
    name: 'with trailing commas',
    prepare: (at, client) =>
      isJson(client) && put((one) => others(one).replace(/\n\}\n$/, ',\n}\n'))(at, client),
    refused: ({ format }) =>
      format.kind === 'json' && !format.trailingCommas ? 'is broken at line' : undefined,
    restored: true,
  },
  {
    name: 'with the line ends and the byte order mark of Windows',
    prepare: put((client) => `\uFEFF${others(client).replaceAll('\n', '\r\n')}`),
    restored: true,
  },
  {
    name: 'without a line end',
    prepare: put((client) => others(client).trimEnd()),
    restored: true,
  },
  {
    name: 'broken',
    prepare: put((client) => `${others(client)}{ "never": [ ends`),
    refused: () => 'is broken at line',
  },
  {
    name: 'cut off',
    prepare: put((client) => others(client).slice(0, -20)),
    refused: () => 'is broken at line',
  },
  {
    name: 'with servers of the wrong type',
    prepare: put((client) =>
      isJson(client) ? `{\n  "${name(client)}": [1]\n}\n` : `${name(client)} = [1]\n`,
    ),
    refused: (client) => `"${name(client)}" is a list, not an object`,
  },
  {
    name: 'holding another server that is called copper',
    prepare: put((client) =>
      others(client).replace(
        isJson(client) ? '"other":' : '.other]',
        isJson(client) ? '"copper":' : '.copper]',
      ),
    ),
    refused: () => 'has another server named copper; --force replaces it',
  },
  {
    name: 'read-only',
    prepare(at, client) {
      at.write(client.id, others(client));
      chmodSync(at.path(client.id), 0o444);
      return true;
    },
    refused: () => 'is read-only',
  },
  {
    name: 'in a read-only folder',
    prepare(at, client) {
      at.write(client.id, others(client));
      chmodSync(dirname(at.path(client.id)), 0o555);
      return true;
    },
    refused: () => 'is read-only',
  },
  {
    name: 'a folder in its place',
    prepare(at, { id }) {
      mkdirSync(at.path(id), { recursive: true });
      return true;
    },
    refused: () => 'is a folder, not a file',
  },
  {
    name: 'no UTF-8',
    prepare(at, { id }) {
      at.installed(id);
      writeFileSync(at.path(id), Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]));
      return true;
    },
    refused: () => 'is not UTF-8 text',
  },
  {
    name: 'a link to a file elsewhere',
    prepare(at, client) {
      at.installed(client.id);
      const file = join(at.home, 'dotfile');
      writeFileSync(file, others(client));
      symlinkSync(file, at.path(client.id));
      return true;
    },
    restored: true,
  },
];

const withoutCopies = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('.copper-mcp.bak')));

describe.each(mcpClients)('$name', (client) => {
  const { id } = client;
  test.each(states)('$name', async ({ prepare, refused, restored }) => {
    const at = clientHome();
    if (!prepare(at, client)) return;
    const before = at.files();
    const why = refused?.(client);
    const add = ['install', id, '--sandbox'];

    const dry = await at.run([...add, '--dry-run']);
    expect(at.files()).toEqual(before);
    expect(`${dry.out}${dry.err}`).not.toContain('secret-of-another');
    expect(dry.code).toBe(why === undefined ? 0 : 1);
    expect(dry.out).toContain(why ?? 'would be changed as shown');

    const first = await at.run([...add, '--yes']);
    expect([first.code, first.err]).toEqual([dry.code, '']);
    expect(first.out).not.toContain('secret-of-another');
    if (why !== undefined) {
      expect(first.out).toContain(why);
      expect(at.files()).toEqual(before);
      const gone = await at.run(['uninstall', id, '--yes']);
      expect(at.files()).toEqual(before);
      // Where our entry cannot be, there is nothing to refuse.
      const nothingOfOurs = /read-only|named copper/.test(why);
      expect([gone.code, gone.out.includes('has no copper-mcp entry')]).toEqual(
        nothingOfOurs ? [0, true] : [1, false],
      );
      return;
    }

    expect(first.out).toContain(': done; it starts and lists 32 tools. Next: ');
    const path = serversPath(client, {});
    const entry = at.value(id, ...path, 'copper');
    const words = [...writtenCommand, '--sandbox'];
    expect(entry).toMatchObject(
      client.entryForm === 'list' ? { command: words } : { command: words[0], args: words.slice(1) },
    );
    const added = at.files();

    const second = await at.run([...add, '--yes']);
    expect([second.code, second.err]).toEqual([0, '']);
    expect(second.out).toContain('already set up; nothing to change');
    expect(at.files()).toEqual(added);

    const status = () => {
      const { mode } = statSync(at.path(id));
      return { isLink: lstatSync(at.path(id)).isSymbolicLink(), mode };
    };
    const whileAdded = status();
    const removed = await at.run(['uninstall', id, '--yes']);
    expect([removed.code, removed.err]).toEqual([0, '']);
    if (restored) expect(withoutCopies(at.files())).toEqual(before);
    // Neither our entry nor what was made for it.
    else expect(at.value(id)).toEqual({});
    if (existsSync(at.path(id))) expect(status()).toEqual(whileAdded);
    expect(Object.keys(at.files()).filter((file) => file.endsWith('.tmp'))).toEqual([]);

    const again = await at.run(['uninstall', id, '--yes']);
    expect([again.code, again.out.includes('has no copper-mcp entry')]).toEqual([0, true]);
  });
});
