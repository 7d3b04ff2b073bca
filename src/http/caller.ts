import type { Credentials } from '../copper/sign.ts';

/** Who calls, as the front door found out. */
export interface Caller {
  /** For logs and metrics: a name from the callers file, a subject of a token, `local`. Never a token or key. */
  readonly name: string;
  /** The Copper credentials this caller acts with; undefined where none are configured, so that each call says what to set. */
  readonly credentials: Credentials | undefined;
}
