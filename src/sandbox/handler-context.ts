import type { AccountState } from './churn.ts';
import type { SandboxSettings } from './options.ts';
import type { User } from './world/records.ts';
import type { World } from './world/world.ts';
import type { WorldIndex } from './world-index.ts';

/** What a handler knows about the account. */
export interface HandlerContext {
  readonly settings: SandboxSettings;
  readonly world: World;
  readonly index: WorldIndex;
  /** The user of the request's credential. */
  readonly user: User;
  /** Unix seconds. */
  readonly now: number;
  /** By name of a list: ids of the records that other users moved to the end of its order, in that order. */
  readonly moved: AccountState['moved'];
  /** Called after a page that is not the last, so that `churn` can change its rows. */
  pageRead(list: string, rows: readonly { id: number }[]): void;
}

/** One request to a handler, parsed. */
export interface HandlerRequest {
  readonly context: HandlerContext;
  /** Parameters of the path, by their names in the route. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}
