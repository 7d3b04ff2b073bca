// How many files of src and tools one call crosses, the sandbox's own not counted:
//   npx tsx scripts/measure/files-crossed.ts [folder of a clone]
// The server runs from source, over stdio, on the sandbox. A file counts when one of its functions was called between the line with the
// request and the line with the answer, in the first call of a fresh server; a module that was only loaded meanwhile does not count.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What V8 reports of one script. */
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(process.argv[2] ?? join(here, '..', '..'));

const calls = {
  'one search': { name: 'search_opportunities', arguments: { closes: 'this-quarter', owner: 'me' } },
  'one summarize': { name: 'summarize', arguments: { what: 'opportunities', by: 'owner' } },
};

/** Functions that the compiler puts into each module, for names and exports. */
const compilers = /^__\w+$/;

/** The files of the house of which a function was called. */
function called(scripts: readonly ScriptCoverage[]): string[] {
  const files = scripts.flatMap(({ url, functions }) => {
    // The module itself is a function, too: the first one, from the first character on.
    const own = functions.filter(
      ({ functionName, ranges: [range] }) =>
        range !== undefined && range.count > 0 && range.startOffset > 0 && !compilers.test(functionName),
    );
    return own.length === 0 ? [] : [relative(root, fileURLToPath(new URL(url.split('?')[0] ?? '')))];
  });
  const ours = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(?:src|tools)\//.test(file) && !file.startsWith('src/sandbox/'));
  return [...new Set(ours)].sort();
}

async function coverage(server: ChildProcess): Promise<readonly ScriptCoverage[]> {
  const report = once(server, 'message');
  server.send('take');
  const [scripts] = (await report) as [ScriptCoverage[]];
  return scripts.filter(({ url }) => url.startsWith('file:'));
}

/** The files that one call of a tool crosses in a fresh server. */
async function crossed(call: (typeof calls)[keyof typeof calls]): Promise<string[]> {
  const hook = pathToFileURL(join(here, 'report-coverage.mjs')).href;
  const args = ['--import', 'tsx', '--import', hook, join(root, 'src/cli/bin.ts'), '--sandbox'];
  const server = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, COPPER_TIMEZONE: 'America/Los_Angeles' },
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  const { stdin, stdout } = server;
  if (stdin === null || stdout === null) throw new Error('the server has no pipes');
  const lines = createInterface({ input: stdout });
  const tell = (message: object) => void stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = async (method: string, params: object) => {
    const answer = once(lines, 'line');
    tell({ id: 1, method, params });
    const [line] = await answer;
    return JSON.parse(String(line));
  };
  try {
    const clientInfo = { name: 'measure', version: '1.0.0' };
    await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    tell({ method: 'notifications/initialized' });
    await ask('tools/list', {});
    await coverage(server);
    const { result } = await ask('tools/call', call);
    const scripts = await coverage(server);
    if (result?.isError !== false) throw new Error(JSON.stringify(result));
    return called(scripts);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

const found = await Promise.all(Object.values(calls).map(crossed));
for (const [at, what] of Object.keys(calls).entries()) {
  const files = found[at] ?? [];
  process.stdout.write(
    `${what} crosses ${files.length} files\n${files.map((file) => `  ${file}\n`).join('')}\n`,
  );
}
