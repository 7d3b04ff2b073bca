import { operationIds } from '../../src/tool/operation.ts';
import { toolName } from '../../src/tool/tool.ts';
import { reports } from '../../tools/reports/index.ts';
import { namesOnly, type Source, textsIn, withoutComments } from './source.ts';

/** A rule looks at all files and tells what breaks it, each with its file. */
type Rule = (sources: readonly Source[]) => string[];

const each =
  (broken: (source: Source) => readonly string[]): Rule =>
  (sources) =>
    sources.flatMap((source) => broken(source).map((what) => `${source.path}: ${what}`));

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([whole]) => whole.trim());

/** Clock, chance, environment and output come in through arguments; only the command line, and the client for programs, meet them. */
const worldOnlyInCli: Rule = each((source) =>
  source.path.startsWith('src/cli/') ||
  source.path === 'src/tool/clock.ts' ||
  source.path === 'src/library/library.ts'
    ? []
    : found(
        namesOnly(source),
        /\b(?:process|console)\s*\??\.\w+|\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|(?<!\bsocket\.)\b(?:setTimeout|setInterval)\b/g,
      ),
);

/** No type that is anything, no finding that is silenced. */
const nothingSilenced: Rule = each((source) => [
  ...found(namesOnly(source), /(?<![.\w'])any\b(?!\s*[(:])/g),
  ...found(source.text, /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/g),
]);

/** Folders are called after what is in them. */
const namedFolders: Rule = each(({ path }) =>
  path
    .split('/')
    .slice(0, -1)
    .filter((folder) => /^(?:utils?|helpers?|common|shared|types|lib|misc)$/.test(folder)),
);

/** Names say what a file gives. */
const noDefaultExports: Rule = each((source) =>
  found(namesOnly(source), /\bexport\s+default\b|\bas\s+default\b/g),
);

/** A file that only hands on what others export. */
const noBarrels: Rule = each((source) => {
  const code = withoutComments(source);
  const rest = code.replace(/^(?:import|export)\s[^;]*?\sfrom\s+'[^']+'[^;]*;/gm, '').trim();
  return rest === '' && /^export\b/m.test(code) ? ['only hands on'] : [];
});

const declaration =
  /^export (?:declare |abstract |async )*(?:function|class|interface|type|enum|const|let)\b\*?\s+(\w+)/;
const isTool = ({ path }: Source) => /^tools\/[^/]+\.ts$/.test(path) && path !== 'tools/index.ts';

/** Every exported name says in a comment what it is; a tool says so in its description. */
const documentedExports: Rule = each((source) => {
  if (isTool(source)) return [];
  const lines = source.text.split('\n');
  return lines.flatMap((line, at) => {
    const [, name] = declaration.exec(line) ?? [];
    return name === undefined || /\*\/\s*$/.test(lines[at - 1] ?? '') ? [] : `${name} has no comment`;
  });
});

const toolNames = [...operationIds.map(toolName), ...reports.map(({ name }) => name)].filter((name) =>
  name.includes('_'),
);
const bareTool = new RegExp(`(?<![{\\w])(?:${toolNames.join('|')})(?![\\w}])`, 'g');

/**
 * In sentences for agents a tool's name stands in braces, since it may go by another; on the command line it never does. Names of one
 * word, such as `find`, cannot be told from words: mind them.
 */
const toolsInBraces: Rule = each((source) => {
  if (/^src\/(?:cli|sandbox)\//.test(source.path)) return [];
  return textsIn(source).flatMap((text) => (toolNames.includes(text) ? [] : found(text, bareTool)));
});

/** One file = one operation = one tool, all of one name; and none of the 27 is missing. */
const oneToolAFile: Rule = (sources) => {
  const tools = sources.filter(isTool);
  const wrong = tools.flatMap((source) => {
    const name = source.path
      .replace(/^tools\/|\.ts$/g, '')
      .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const code = withoutComments(source);
    const exported = found(code, /(?<=^export )(?:const|function|class|interface|type)\s+\w+/gm);
    const operations = found(code, /(?<=\boperation: ')\w+/g);
    if (exported.join() !== `const ${name}`)
      return `${source.path} exports ${exported.join(', ') || 'nothing'}, not ${name}`;
    return operations.join() === name
      ? []
      : `${source.path} asks ${operations.join(', ') || 'nothing'}, not ${name}`;
  });
  const paths = new Set(tools.map(({ path }) => path));
  const files = operationIds.map((id) => `tools/${toolName(id).replaceAll('_', '-')}.ts`);
  return [...wrong, ...files.filter((path) => !paths.has(path)).map((path) => `${path} is missing`)];
};

/** A module of fewer lines belongs to the one that uses it. */
const fewestLines = 20;

/** Small modules that stand alone all the same, and why. */
const smallOnPurpose: Readonly<Record<string, string>> = {
  'src/log.ts': 'what every part of the house logs into',
  'src/token-counts.ts': 'the build puts its values in its place',
};

/** No module is so small that finding it costs more than reading it; tools, records, prompts and lists are entries, not modules. */
const noTinyModules: Rule = each((source) => {
  const { path, text } = source;
  const isEntry = isTool(source) || /^tools\/(?:records|prompts|resources)\/|\/index\.ts$/.test(path);
  const lines = text.trimEnd().split('\n').length;
  return isEntry || path in smallOnPurpose || lines >= fewestLines ? [] : [`has only ${lines} lines`];
});

/** Texts of others are cut to 60 characters in messages, all by one function. */
const cutsInOnePlace: Rule = each((source) =>
  source.path === 'src/tool/sentences.ts' ? [] : found(withoutComments(source), /\.slice\(0, 60\)/g),
);

/** Comments are read beside the code: their lines are no longer than two of a narrow window. */
const shortCommentLines: Rule = each(({ text }) =>
  text
    .split('\n')
    .flatMap((line) => (/^\s*(?:\/\/|\/?\*)/.test(line) && line.length > 142 ? [line.trim()] : [])),
);

/** What may be taken from `node:fs` anywhere: it changes no file. */
const onlyReads = new Set(['realpathSync', 'existsSync', 'lstatSync', 'statSync', 'mkdirSync']);

/**
 * Files are read, created and renamed by `src/cli/real-disk.ts` alone, and that on behalf of `replaceFile` and its lock alone: nothing is ever
 * written in place, and no pipe is waited for. The audit log alone is appended to, and the draft of an export, which is renamed at its end.
 */
const filesWrittenInOnePlace: Rule = each((source) => {
  const { path } = source;
  const code = withoutComments(source);
  const imports = [...code.matchAll(/\bimport\s+([^;]*?)\s+from\s+'(?:node:)?fs(?:\/promises)?'/g)];
  const taken = imports.flatMap(([, what = '']) =>
    what.startsWith('{')
      ? what
          .replace(/[{}]/g, '')
          .split(',')
          .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
      : ['all of node:fs'],
  );
  const loaded = found(code, /\b(?:import|require|getBuiltinModule)\(\s*['"`](?:node:)?fs(?:\/promises)?/g);
  const writes = found(namesOnly(source), /\bdisk\s*\??\.\s*(?:create|rename|truncate)\b/g);
  const appends = ['src/cli/audit-file.ts', 'src/cli/export/draft.ts'].includes(path)
    ? []
    : found(namesOnly(source), /\bdisk\s*\??\.\s*append\b/g);
  return [
    ...(path === 'src/cli/real-disk.ts' ? [] : taken.filter((name) => name !== '' && !onlyReads.has(name))),
    ...loaded,
    ...appends,
    ...(['src/clients/replace-file.ts', 'src/clients/lock-file.ts', 'src/cli/export/draft.ts'].includes(path)
      ? []
      : writes),
  ];
});

/** Promises that live no longer than one call, whose failure is the call's. */
const promisesOfOneCall = ['src/answer/scan.ts', 'tools/reports/summarize/read-measures.ts'];

/** A promise that is kept for later is forgotten when it fails: what failed once may work the next time. */
const noKeptFailures: Rule = each((source) => {
  if (promisesOfOneCall.includes(source.path)) return [];
  const code = namesOnly(source);
  const kept = [...code.matchAll(/\blet (\w+): (?:Promise<|ReturnType<)/g)].map(([, name = '']) => name);
  const maps = found(code, /\bnew Map<[^()]*\bPromise<[^()]*>\(/g);
  const failing = kept.filter((name) =>
    [...code.matchAll(new RegExp(`\\b${name} (?:\\?\\?)?= [^;]*;`, 'g'))].some(
      ([statement]) => !/\.catch\(|= undefined;/.test(statement),
    ),
  );
  return [...failing, ...maps];
});

/** The names that a file declares and exports; what it only passes on from another file keeps its meaning. */
function exportedNames(source: Source): string[] {
  const code = namesOnly(source);
  const declared = code.split('\n').flatMap((line) => declaration.exec(line)?.[1] ?? []);
  const lists = code.matchAll(/^export (?:type )?\{([^}]*)\}(?!\s*from\b)/gm);
  const taken = code.matchAll(/^export const [{[]([^}\]]*)[}\]]/gm);
  const listed = [...lists, ...taken].flatMap(([, list = '']) => list.split(','));
  const names = listed.map((one) => one.trim().match(/\w+$/)?.[0] ?? '').filter((name) => name !== '');
  return [...new Set([...declared, ...names])];
}

/** One exported name never means two things: a value and its type may share one, but only in one file. */
const oneMeaning: Rule = (sources) => {
  const places = new Map<string, string[]>();
  for (const source of sources)
    for (const name of exportedNames(source)) places.set(name, [...(places.get(name) ?? []), source.path]);
  return [...places].flatMap(([name, paths]) =>
    paths.length > 1 ? [`${name} is exported by ${paths.join(' and ')}`] : [],
  );
};

/** All rules of the house but for its arrows. */
export const rules = {
  worldOnlyInCli,
  nothingSilenced,
  namedFolders,
  noDefaultExports,
  noBarrels,
  documentedExports,
  toolsInBraces,
  oneToolAFile,
  noTinyModules,
  cutsInOnePlace,
  shortCommentLines,
  filesWrittenInOnePlace,
  noKeptFailures,
  oneMeaning,
};
