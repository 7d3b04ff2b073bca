import { execFileSync } from 'node:child_process';
import { builtFile, startBuilt } from '../built.ts';
import type { Row } from './row.ts';
import { startSandbox } from './sandbox-process.ts';

const calls = 100;
const bar = 75;

const searches = [
  'search_opportunities',
  'search_people',
  'search_companies',
  'search_leads',
  'search_tasks',
];

/** Resident megabytes of a process. */
const resident = (pid: number) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

/** Memory of the server after its first hundred calls over stdio, with Copper (a sandbox) in another process. */
export async function memory(): Promise<Row[]> {
  const sandbox = await startSandbox(['--limit', '0']);
  const env = { ...sandbox.env, COPPER_RATE_LIMIT: '100000' };
  const server = await startBuilt({ args: [builtFile], env });
  try {
    for (let at = 0; at < calls; at++)
      await server.answer(searches[at % searches.length] ?? '', { limit: 20, offset: at });
    const megabytes = resident(server.pid);
    return [
      {
        what: `memory after ${calls} calls over stdio`,
        measured: `${megabytes.toFixed(0)} MB resident`,
        bar: `under ${bar} MB`,
        ok: megabytes < bar,
      },
    ];
  } finally {
    await server.close();
    await sandbox.close();
  }
}
