import type { AccountState } from './churn.ts';
import type { WorldIndex } from './index-of-world.ts';
import type { SandboxSettings } from './options.ts';
import type { User } from './world/records.ts';
import type { World } from './world/world.ts';

/** What a handler sees of the account. */
export interface HandlerContext {
  readonly settings: SandboxSettings;
  readonly world: World;
  readonly index: WorldIndex;
  /** Whose key it is. */
  readonly user: User;
  /** Unix seconds. */
  readonly now: number;
  /** By list: ids of records that other users sent to the end of its order. */
  readonly moved: AccountState['moved'];
  /** Tells that a page was read and more follow, so that other users may change it. */
  pageRead(list: string, rows: readonly { id: number }[]): void;
}

/** One request, taken apart. */
export interface HandlerRequest {
  readonly context: HandlerContext;
  /** From the path, by the template's names. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}
