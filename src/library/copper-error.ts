import type { CopperErrorKind } from './api.ts';

/** What calls throw: one or two plain sentences, what happened and what to do next. */
export class CopperError extends Error {
  override readonly name = 'CopperError';
  readonly kind: CopperErrorKind;
  /** Whole seconds after which another try makes sense; only where waiting helps. */
  readonly retryAfter: number | undefined;

  constructor(kind: CopperErrorKind, message: string, retryAfter?: number) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}
