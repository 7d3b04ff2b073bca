import type { State } from './churn.ts';
import type { Index } from './index-of-world.ts';
import type { Settings } from './options.ts';
import type { User } from './world/records.ts';
import type { World } from './world/world.ts';

/** What a handler sees of the account. */
export interface Scene {
  readonly settings: Settings;
  readonly world: World;
  readonly index: Index;
  /** Whose key it is. */
  readonly user: User;
  /** Unix seconds. */
  readonly now: number;
  /** By list: ids of records that other users sent to the end of its order. */
  readonly moved: State['moved'];
  /** Tells that a page was read and more follow, so that other users may change it. */
  pageRead(list: string, rows: readonly { id: number }[]): void;
}

/** One request, taken apart. */
export interface Ask {
  readonly scene: Scene;
  /** From the path, by the template's names. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}
