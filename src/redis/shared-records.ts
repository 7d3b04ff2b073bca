import { randomUUID } from 'node:crypto';
import type { Clock } from '../tool/clock.ts';
import { openConnection, type RedisConnection } from './client.ts';
import { claimScript, commitScript, newsScript, type RedisScript, releaseScript } from './record-scripts.ts';

/** Records that several processes share: texts by field. Each of the functions rejects while Redis cannot be reached. */
export interface SharedRecords {
  /** What has changed since the last call, or all records; undefined stands for a removed one. */
  news(): Promise<{
    readonly isWhole: boolean;
    readonly records: readonly (readonly [field: string, text: string | undefined])[];
  }>;
  /** Makes all changes in one step, those whose condition holds. */
  commit(changes: readonly RecordChange[]): Promise<void>;
  /** True for the first who claims the field within `ms`. */
  claim(field: string, ms: number): Promise<boolean>;
  /** Gives back what was claimed here; what others have claimed stays theirs. */
  release(field: string): Promise<void>;
  close(): Promise<void>;
}

/** A change of one record. */
interface RecordChange {
  readonly field: string;
  /** Undefined to remove it. */
  readonly text: string | undefined;
  /** `kept`: only if nobody has removed it; a text: only if that is what it has; default: in any case. */
  readonly condition?: 'kept' | { readonly text: string };
}

const prefix = 'copper-mcp:sign-ins';
const keys = [prefix, `${prefix}:changes`, `${prefix}:state`];

/** How long Redis may take to answer, in milliseconds; all records of a thousand people take a tenth of it. */
const timeoutMs = 2_000;

/** After this time without any change everything has expired, in milliseconds: a day more than a sign-in that is not used lasts. */
const forgottenMs = 31 * 86_400_000;

/** How many changes are remembered one by one: who has missed more reads everything. */
const remembered = 1_000;

function readNews(reply: unknown) {
  const texts = Array.isArray(reply) ? reply.map(String) : [];
  const [epoch, version, whole, ...pairs] = texts;
  if (epoch === undefined || version === undefined || pairs.length % 2 !== 0)
    throw new Error('Redis returned an unexpected reply');
  const records = pairs.flatMap((field, at): (readonly [string, string | undefined])[] =>
    at % 2 === 0 ? [[field, pairs[at + 1] || undefined]] : [],
  );
  return { epoch, version, isWhole: whole === '1', records };
}

const conditionOf = ({ condition }: RecordChange): [string, string] => {
  if (condition === undefined) return ['any', ''];
  return condition === 'kept' ? ['kept', ''] : ['same', condition.text];
};

/** Connects to Redis; what is lost with a connection, or while Redis restarts, is found by reading everything again. */
export function openSharedRecords(url: string, clock: Clock): SharedRecords {
  const nothing = { epoch: '', version: '0' };
  let last = nothing;
  let losses = 0;
  const forget = () => {
    last = nothing;
    losses++;
  };
  const who = randomUUID();
  let connection: Promise<RedisConnection> | undefined;
  const connected = () => {
    connection ??= openConnection(url, forget).catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };

  async function evaluate(script: RedisScript, names: readonly string[], args: readonly string[]) {
    const { evaluate: run } = await connected();
    const stop = new AbortController();
    const late = clock.sleep(timeoutMs, stop.signal).then(() => {
      throw new Error(`no answer within ${timeoutMs} ms`);
    });
    try {
      return await Promise.race([run(script, names, args), late]);
    } catch (error) {
      // Nobody knows whether it has happened.
      forget();
      throw error;
    } finally {
      stop.abort();
      late.catch(() => undefined);
    }
  }

  return {
    async news() {
      const before = losses;
      const { epoch, version, ...news } = readNews(
        await evaluate(newsScript, keys, [last.epoch, last.version]),
      );
      if (before === losses) last = { epoch, version };
      return news;
    },
    async commit(changes) {
      // What is written comes first: a Redis that is full refuses that, and then nothing has happened.
      const ordered = changes.toSorted((a, b) => Number(a.text === undefined) - Number(b.text === undefined));
      const args = ordered.flatMap((each) => [each.field, each.text ?? '', ...conditionOf(each)]);
      // Another one each time: a Redis that has forgotten everything must not look to others like the one before.
      const epoch = randomUUID();
      await evaluate(commitScript, keys, [epoch, String(forgottenMs), String(remembered), ...args]);
    },
    claim: async (field, ms) =>
      (await evaluate(claimScript, [`${prefix}:claim:${field}`], [who, String(ms)])) === 1,
    release: async (field) => void (await evaluate(releaseScript, [`${prefix}:claim:${field}`], [who])),
    async close() {
      const opened = await connection?.catch(() => undefined);
      if (opened === undefined) return;
      const { quit, disconnect } = opened;
      const stop = new AbortController();
      await Promise.race([quit(), clock.sleep(timeoutMs, stop.signal)]).catch(() => undefined);
      stop.abort();
      disconnect();
    },
  };
}
