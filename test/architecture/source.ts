import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

/** One file of the house, or one that a test made up. */
export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** One import of a file. */
export interface Import {
  /** As it is written. */
  readonly from: string;
  /** The file of ours that it means; undefined for packages. */
  readonly path: string | undefined;
  /** `type`: gone at run time. `late`: `import(…)`, loaded when it is called. */
  readonly kind: 'value' | 'type' | 'late';
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** All TypeScript files below these folders. */
export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name.replaceAll('\\', '/')))
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

/** Comments, and what may hold something that looks like one: regular expressions, texts. */
const token =
  /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<=[=(,:&|!?{};[\n]\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** The text without its comments. */
export const withoutComments = ({ text }: Source): string =>
  text.replace(token, (found, comment) => (comment === undefined ? found : ''));

/** The text without comments, regular expressions and texts: names and signs only. */
export const namesOnly = ({ text }: Source): string =>
  text.replace(token, (_, comment) => (comment === undefined ? "''" : ''));

/** What stands in quotes or backticks. */
export const textsIn = ({ text }: Source): string[] =>
  [...text.matchAll(token)].flatMap(([found]) => (/^['"`]/.test(found) ? [found.slice(1, -1)] : []));

const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const late = /\bimport\(\s*'([^']+)'/g;

/** What a file imports, re-exports or loads later. */
export function importsOf(source: Source): Import[] {
  const code = withoutComments(source);
  const at = (from: string) => (from.startsWith('.') ? join(dirname(source.path), from) : undefined);
  const found = [...code.matchAll(statement)].map(([whole, type, from = '']): Import => {
    const [, list] = /^\w+\s+\{([^}]*)\}\s+from/.exec(whole) ?? [];
    const names = list
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const onlyTypes = type !== undefined || names?.every((name) => name.startsWith('type ')) === true;
    return { from, path: at(from), kind: onlyTypes ? 'type' : 'value' };
  });
  return [
    ...found,
    ...[...code.matchAll(late)].map(([, from = '']): Import => ({ from, path: at(from), kind: 'late' })),
  ];
}
