import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cleanEnv } from '../built.ts';

/** A server in a process of its own. */
export interface HttpProcess {
  readonly url: string;
  /** Seconds of processor time so far; undefined if the system does not tell. */
  cpuSeconds(): number | undefined;
  /** Resident megabytes; undefined if the system does not tell. */
  megabytes(): number | undefined;
  close(): Promise<void>;
}

/** Ticks in a second and bytes in a page, as every Linux has them. */
const ticks = 100;
const page = 4096;

/** Starts a program of Node that prints its address as its first line. */
export async function startHttp(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<HttpProcess> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: cleanEnv(env),
  });
  const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')]);
  if (typeof url !== 'string') throw new Error(`${args.join(' ')} ended with exit code ${url}`);
  const file = `/proc/${child.pid}/stat`;
  const field = (at: number) => {
    if (!existsSync(file)) return undefined;
    // The second field is a name in brackets that may hold blanks; the third one has the number 3 in proc(5).
    const fields = readFileSync(file, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[at - 3]);
  };
  return {
    url,
    cpuSeconds() {
      const [user, system] = [field(14), field(15)];
      return user === undefined || system === undefined ? undefined : (user + system) / ticks;
    },
    megabytes() {
      const pages = field(24);
      return pages === undefined ? undefined : (pages * page) / 1_048_576;
    },
    async close() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
