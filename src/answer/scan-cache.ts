import { type Clock, createWakeTimer, steadyClock } from '../tool/clock.ts';
import { hasNull } from '../tool/json.ts';
import {
  type CachedPage,
  type CachedRows,
  type CachedScan,
  cachedRows,
  type Recording,
  type ScanCache,
} from './cached-rows.ts';
import { type CacheTimes, joinCacheTimes } from './coverage.ts';
import { type DayTest, planReuse, type ScanQuestion } from './reuse-plan.ts';

/** Scans of all credentials of a process, each apart from the others. */
export interface ScanStore {
  /** A new place, for one credential. */
  open(): ScanCache;
  /** Bytes that are kept, and of how many scans. */
  usage(): { readonly bytes: number; readonly scans: number };
}

/** How long scans are kept, in milliseconds, and how many bytes of them in all and of one credential. */
export interface ScanStoreOptions {
  readonly keepMs: number;
  readonly clock: Clock;
  readonly maxBytes?: number;
  readonly maxShare?: number;
}

/** What a scan takes besides its text: objects, closures, places in lists. */
const overhead = 1_000;

/** A scan in the store, and what is known of it before its end. */
interface Entry extends Pick<CachedScan, 'question' | 'at'> {
  readonly owner: { bytes: number };
  /** When it was begun, on the steady clock. */
  readonly since: number;
  readonly pages: CachedPage[];
  /** The fields that some rows have. */
  readonly returned: Set<string>;
  /** True if a field was sent although it is empty. */
  hasNull: boolean;
  bytes: number;
  total: number | undefined;
  /** Set when all its rows were read. */
  done: CachedScan | undefined;
}

const encoder = new TextEncoder();

/** The scans of a process and their bytes: beyond the limits the oldest are dropped, and all of them once their time is over. */
function createEntries({ keepMs, clock, maxBytes = 64_000_000, maxShare = maxBytes / 4 }: ScanStoreOptions) {
  /** The oldest first. */
  const all = new Set<Entry>();
  let bytes = 0;
  const wake = createWakeTimer(steadyClock(clock), expire, true);

  function drop(entry: Entry): void {
    if (!all.delete(entry)) return;
    bytes -= entry.bytes;
    entry.owner.bytes -= entry.bytes;
    if (all.size === 0) wake(undefined);
  }

  function expire(): void {
    for (const entry of all) {
      const end = entry.since + keepMs;
      if (end > clock.steady()) {
        wake(end);
        return;
      }
      drop(entry);
    }
  }

  /** Drops the oldest that was read to its end, of one owner or of all; false if there is none. */
  function dropOldest(owner?: Entry['owner']): boolean {
    for (const entry of all) {
      if (entry.done === undefined || (owner !== undefined && entry.owner !== owner)) continue;
      drop(entry);
      return true;
    }
    return false;
  }

  function grow(entry: Entry, by: number): void {
    const { owner } = entry;
    entry.bytes += by;
    owner.bytes += by;
    bytes += by;
    while (all.has(entry) && (owner.bytes > maxShare || bytes > maxBytes)) {
      if (!dropOldest(owner.bytes > maxShare ? owner : undefined)) drop(entry);
    }
  }

  return {
    all,
    drop,
    expire,
    grow,
    usage: () => ({ bytes, scans: all.size }),
    begin(owner: Entry['owner'], question: ScanQuestion): Entry {
      const entry: Entry = {
        owner,
        question,
        since: clock.steady(),
        at: Math.floor(clock.now() / 1000),
        pages: [],
        returned: new Set(),
        hasNull: false,
        bytes: 0,
        total: undefined,
        done: undefined,
      };
      all.add(entry);
      grow(entry, overhead + JSON.stringify([question.request, question.ids]).length);
      expire();
      return entry;
    },
  };
}

/** Records the pages of one scan. */
function record(entry: Entry, entries: ReturnType<typeof createEntries>, keepMs: number): Recording {
  const { question, pages, returned, at } = entry;
  const isOpen = () => entries.all.has(entry) && entry.done === undefined;
  return {
    add(number, { entries: rows, total, localFilters }) {
      if (!isOpen()) return;
      // What came or went meanwhile has moved rows from page to page. Of named records each page has its own total.
      if (pages.length > 0 && total !== entry.total && question.ids === undefined) {
        entries.drop(entry);
        return;
      }
      entry.total = total;
      for (const row of rows) for (const name of Object.keys(row)) returned.add(name);
      entry.hasNull ||= rows.some(hasNull);
      const text = encoder.encode(JSON.stringify(rows));
      pages[number - 1] = { text, localFilters };
      entries.grow(entry, text.byteLength);
    },
    finish(size, isUnfiltered) {
      if (!isOpen()) return;
      if (pages.length === 0) {
        entries.drop(entry);
        return;
      }
      const fields = entry.hasNull ? [] : [...returned];
      const leftOut = Object.fromEntries(fields.map((name) => [name, null]));
      const until = at + Math.round(keepMs / 1000);
      entry.done = { question, pages, leftOut, at, until, total: entry.total, size, isUnfiltered };
    },
    abandon() {
      if (entry.done === undefined) entries.drop(entry);
    },
  };
}

/**
 * Keeps the rows of scans for the next question, in memory only. A scan is kept once all its rows were read and none were seen to move
 * meanwhile; its age counts from its first request. Beyond the limits the oldest are dropped: those of the same credential beyond its
 * share, those of all beyond the whole; a scan that alone is larger is not cached. What is being read counts as well.
 */
export function createScanStore(options: ScanStoreOptions): ScanStore {
  const entries = createEntries(options);
  return {
    usage: entries.usage,
    open() {
      const owner = { bytes: 0 };
      return {
        begin: (question) => record(entries.begin(owner, question), entries, options.keepMs),
        drop() {
          for (const entry of entries.all) if (entry.owner === owner) entries.drop(entry);
        },
        async find(question, testDay) {
          entries.expire();
          const own = [...entries.all].flatMap((entry) => (entry.owner === owner ? (entry.done ?? []) : []));
          for (const scan of own.reverse()) {
            const cover = planReuse(scan.question, question, testDay);
            const found = cover && (await cachedRows(scan, cover));
            if (found !== undefined) return found;
          }
          return undefined;
        },
      };
    },
  };
}

/**
 * What one report takes from the scans that are kept, and adds to them; nothing if none are.
 *
 * @param onUse called with the moment, in Unix seconds, at which rows that are taken were read
 */
export function createReuse(scans: ScanCache | undefined, testDay: DayTest, onUse: (readAt: number) => void) {
  const recordings: Recording[] = [];
  let counted: CacheTimes | undefined;
  return {
    /** The rows of a scan, if they are there; else the place to keep them. */
    async take(
      question: ScanQuestion,
    ): Promise<{ readonly cached?: CachedRows; readonly recording?: Recording }> {
      const cached = await scans?.find(question, testDay);
      if (cached !== undefined) {
        onUse(cached.at);
        return { cached };
      }
      const recording = scans?.begin(question);
      if (recording === undefined) return {};
      recordings.push(recording);
      return { recording };
    },
    /** How many rows match; undefined if only Copper can tell. */
    async count(question: ScanQuestion): Promise<number | undefined> {
      const cached = await scans?.find({ ...question, anyOrder: true }, testDay);
      if (cached?.total === undefined || !cached.isUnfiltered) return undefined;
      onUse(cached.at);
      counted = joinCacheTimes(counted, cached);
      return cached.total;
    },
    /** When the rows that were counted here were read; undefined if Copper counted all. */
    counted: () => counted,
    /** Forgets the pages of scans that were not read to the end. */
    end() {
      for (const recording of recordings) recording.abandon();
    },
  };
}
