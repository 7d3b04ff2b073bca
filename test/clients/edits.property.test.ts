import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyToText, syntaxOf } from '../../src/clients/config-file.ts';
import { serversPath } from '../../src/clients/config-snapshot.ts';
import { type AccountAccess, entryFor } from '../../src/clients/entry.ts';
import { addEntryEdits, removeEntryEdits } from '../../src/clients/entry-edits.ts';
import { type McpClient, mcpClients } from '../../src/clients/mcp-clients.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';

const launch = { command: 'npx', args: ['-y', 'copper-mcp'], env: {} };
const access = fc.constantFrom<AccountAccess>(
  { kind: 'sandbox' },
  { kind: 'key', email: 'a@b.c', key: { file: '/home/me/.config/copper-mcp/key' } },
  { kind: 'key', email: 'a@b.c', key: { text: 'k"e\\y' }, baseUrl: 'http://localhost/' },
);

const putIn = (client: McpClient, text: string, how: AccountAccess) =>
  applyToText(client, text, (value) => addEntryEdits(client, value, entryFor(launch, how)));
const takeOut = (client: McpClient, text: string, original: string) =>
  applyToText(client, text, (value) =>
    removeEntryEdits(client, value, syntaxOf(client.format).read(original)),
  );

/** White space, and comments where the client reads them, as they may stand between any two tokens. */
const gaps = (comments: boolean) =>
  fc.constantFrom(
    '',
    '',
    ' ',
    '\n',
    '\n  ',
    '\r\n\t',
    ...(comments ? [' /* , } */ ', ' // ] "\n', '\n// x\n'] : []),
  );

/** Writes a value with gaps at every place where one may be; empty objects and lists have none. */
function written(value: JsonValue | undefined, gap: () => string, trailing: () => boolean): string {
  const inside = (open: string, parts: readonly string[], close: string) => {
    if (parts.length === 0) return open + close;
    const comma = trailing() ? `${gap()},` : '';
    return `${open}${parts.map((part) => gap() + part).join(`${gap()},`)}${comma}${gap()}${close}`;
  };
  if (Array.isArray(value))
    return inside(
      '[',
      value.map((one) => written(one, gap, trailing)),
      ']',
    );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}${gap()}:${gap()}${written(one, gap, trailing)}`,
  );
  return inside('{', members, '}');
}

const names = fc.string({ maxLength: 5 }).filter((name) => !['copper', '__proto__'].includes(name));
const value = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue>(null, true, 0, -1.5e3, 'a "b" \\ \n é', '// no comment', '}'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

const server: JsonObject = { command: 'other', args: ['-y'], env: { TOKEN: 'abc' } };

test.each(mcpClients.filter(({ format }) => format.kind === 'json'))(
  '$name: what install adds, uninstall takes away, and no other byte changes',
  (client) => {
    const { format } = client;
    if (format.kind !== 'json') return;
    const [key = ''] = serversPath(client, {});
    const servers = fc.dictionary(names, fc.constant(server), { maxKeys: 3, noNullPrototype: true });
    const root = fc
      .tuple(value.object, fc.option(servers), fc.boolean())
      .map(([rest, some, first]): JsonObject => {
        const { [key]: _, ...others } = rest;
        if (some === null) return others;
        return first ? { [key]: some, ...others } : { ...others, [key]: some };
      });
    const texts = fc
      .tuple(root, fc.infiniteStream(gaps(format.comments)), fc.infiniteStream(fc.boolean()))
      .map(([object, gap, comma]) => {
        const next = () => String(gap.next().value);
        const trailing = () => format.trailingCommas && comma.next().value === true;
        return next() + written(object, next, trailing) + next();
      });
    fc.assert(
      fc.property(texts, access, access, (text, one, other) => {
        const syntax = syntaxOf(format);
        const added = putIn(client, text, one);
        expect(putIn(client, added, one)).toBe(added);
        const changed = putIn(client, added, other);
        const removed = takeOut(client, added, text);
        expect(takeOut(client, changed, text)).toBe(removed);
        const nothing = /\{\s*\}/.test(text) && Object.keys(syntax.read(text)).length === 0;
        if (!nothing) expect(removed).toBe(text);
        expect(syntax.read(removed)).toEqual(syntax.read(text));
      }),
      { numRuns: 60 },
    );
  },
);

const codex = mcpClients.filter(({ format }) => format.kind === 'toml');

const tomlLines = fc.constantFrom(
  '# a comment',
  '',
  'KEY = "a # b" # said',
  'KEY = """\n[mcp_servers.copper]\nx = 1"""',
  "KEY = '''\n'''",
  'KEY = [\n  1, # one\n  2,\n]',
  'KEY = { a = 1, b = "[x]" }',
  'KEY.dotted."quoted key" = 1979-05-27T07:32:00Z',
);
const tomlHeads = fc.constantFrom(
  '[tNUM]',
  '[tNUM.deeper]',
  '[[lNUM]]',
  '[mcp_servers.oNUM] # said',
  '[ "qNUM" . x ]',
);

test.each(codex)('$name: what install adds, uninstall takes away, and no other byte changes', (client) => {
  const texts = fc
    .tuple(
      fc.array(tomlLines, { maxLength: 4 }),
      fc.array(fc.tuple(tomlHeads, fc.array(tomlLines, { maxLength: 4 })), { maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .map(([top, tables, eol, end]) => {
      const parts = [top, ...tables.map(([head, lines]) => [head, ...lines])];
      const lines = parts.flatMap((part, number) =>
        part.map((line, at) => line.replace('NUM', String(number)).replace(/^KEY/, `k${number}x${at}`)),
      );
      return lines.join('\n').replaceAll('\n', eol) + (end && lines.length > 0 ? eol : '');
    });
  fc.assert(
    fc.property(texts, access, access, (text, one, other) => {
      const added = putIn(client, text, one);
      expect(putIn(client, added, one)).toBe(added);
      expect(added.startsWith(text.trimEnd())).toBe(true);
      expect(takeOut(client, added, text)).toBe(text);
      expect(takeOut(client, putIn(client, added, other), text)).toBe(text);
    }),
    { numRuns: 200 },
  );
});
