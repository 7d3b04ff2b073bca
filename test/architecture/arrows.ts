import { importsOf, type Source } from './source.ts';

/** A folder or file, and what it may import beside itself. */
interface Place {
  readonly place: string;
  /** Folders and files of ours. */
  readonly ours: readonly string[];
  /** Folders and files of ours of which only types may be taken. */
  readonly types?: readonly string[];
  /** Packages; a star at the end stands for anything. */
  readonly packages: readonly string[];
  /** Packages that are loaded with the first need of them, never with the file. */
  readonly late?: readonly string[];
}

/** The arrows: cli → app → {answer → copper → tool, mcp → tool, tools → tool}; the sandbox stands alone. */
const places: readonly Place[] = [
  { place: 'src/tool', ours: [], packages: ['zod/v3', 'node:events'] },
  {
    place: 'tools',
    ours: [
      'src/input',
      'src/names/custom-field-names.ts',
      'src/names/name-fit.ts',
      'src/names/phone-number.ts',
      'src/names/spelling.ts',
      'src/names/suggestions.ts',
      'src/names/unknown-name.ts',
      'src/names/text-form.ts',
      'src/tool',
    ],
    packages: ['zod/v3'],
  },
  {
    place: 'src/input',
    ours: ['src/names/spelling.ts', 'src/names/suggestions.ts', 'src/tool'],
    packages: ['zod/v3'],
  },
  { place: 'src/names', ours: ['src/tool'], packages: ['double-metaphone'] },
  {
    place: 'src/copper',
    ours: ['src/names/name-resolver.ts', 'src/tool'],
    packages: ['node:*'],
    late: ['undici'],
  },
  {
    place: 'src/answer',
    ours: ['src/copper', 'src/input', 'src/names', 'src/tool'],
    packages: ['luxon', 'node:events', 'node:util'],
  },
  {
    place: 'src/capabilities',
    ours: [
      'tools/prompts/index.ts',
      'tools/resources',
      'tools/search-companies.ts',
      'src/answer',
      'src/tool',
    ],
    packages: [],
  },
  {
    place: 'src/mcp',
    ours: ['src/names', 'src/tool'],
    packages: ['@modelcontextprotocol/*', 'zod-to-json-schema', 'node:stream'],
  },
  {
    place: 'src/http',
    ours: ['src/mcp/choose-tools.ts', 'src/tool'],
    types: ['src/mcp', 'src/copper', 'src/log.ts'],
    packages: ['jose', 'prom-client', 'node:*', 'oidc-provider'],
  },
  {
    place: 'src/redis',
    ours: ['src/copper', 'src/tool'],
    types: ['src/log.ts'],
    packages: ['node:*'],
    late: ['ioredis'],
  },
  {
    place: 'src/clients',
    ours: ['src/tool'],
    packages: ['@humanwhocodes/momoa', 'toml-eslint-parser', 'node:path', 'node:util'],
  },
  // What runs in the browser of a client: the official package gives it types only, which are gone in the page.
  {
    place: 'src/view',
    ours: ['src/tool/view-data.ts'],
    packages: [],
    late: ['@modelcontextprotocol/ext-apps'],
  },
  { place: 'src/sandbox', ours: [], packages: ['node:*'] },
  { place: 'src/log.ts', ours: [], packages: [] },
  { place: 'src/variables.ts', ours: [], packages: [] },
  {
    place: 'src/config.ts',
    ours: ['src/variables.ts', 'src/names', 'src/tool'],
    types: ['src/copper'],
    packages: [],
  },
  {
    place: 'src/app.ts',
    ours: [
      'tools/index.ts',
      'tools/reports/index.ts',
      'tools/research/research-tools.ts',
      'src/capabilities',
      'src/names',
      'src/answer',
      'src/copper',
      'src/tool',
    ],
    types: ['src/config.ts', 'src/log.ts'],
    packages: [],
  },
  {
    place: 'src/published.ts',
    ours: [
      'tools/index.ts',
      'tools/prompts/index.ts',
      'tools/reports/index.ts',
      'tools/research/research-tools.ts',
      'tools/resources',
      'src/mcp',
      'src/answer/write-json.ts',
      'src/tool',
    ],
    packages: [],
  },
  { place: 'src/token-counts.ts', ours: ['src/published.ts'], packages: ['gpt-tokenizer/*'] },
  {
    place: 'src/library',
    ours: [
      ...[
        'src/app.ts',
        'src/config.ts',
        'src/published.ts',
        'src/copper/live-fetch.ts',
        'src/sandbox/sandbox.ts',
      ],
      ...['src/names', 'src/tool', 'package.json'],
    ],
    types: ['src/log.ts'],
    // The signals of its callers are real ones.
    packages: ['node:events'],
  },
  {
    place: 'src/cli',
    ours: [
      ...[
        'src/app.ts',
        'src/config.ts',
        'src/variables.ts',
        'src/log.ts',
        'src/published.ts',
        'src/token-counts.ts',
        'package.json',
      ],
      ...[
        'src/clients',
        'src/copper',
        'src/names',
        'src/http',
        'src/mcp',
        'src/redis',
        'src/sandbox',
        'src/tool',
        'src/view/picture.ts',
      ],
    ],
    packages: ['node:*', '@clack/prompts', 'diff', 'pino'],
    late: ['@opentelemetry/api'],
  },
];

const isIn = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
const fits = (name: string, pattern: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Every import that no arrow allows, with its file. */
export function wrongArrows(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const home = places.find(({ place }) => isIn(source.path, place));
    if (home === undefined) return [`${source.path} stands in no place of the house`];
    const { place, ours, types = [], packages, late = [] } = home;
    return importsOf(source)
      .filter(({ from, path, kind }) => {
        if (path === undefined) {
          const lately = kind !== 'value' && late.some((name) => fits(from, name));
          return !lately && !packages.some((name) => fits(from, name));
        }
        const allowed = kind === 'type' ? [place, ...ours, ...types] : [place, ...ours];
        return !allowed.some((each) => isIn(path, each));
      })
      .map(({ from, path }) => `${source.path} imports ${path ?? from}`);
  });
}

/** Every circle of imports, types included, from its first file back to it. */
export function cycles(sources: readonly Source[]): string[] {
  const next = new Map(sources.map((one) => [one.path, importsOf(one).flatMap(({ path }) => path ?? [])]));
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.add([...way.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const each of next.get(path) ?? []) walk(each, [...way, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return [...found];
}
