/** What tells that the caller does not wait any longer: the part of an `AbortSignal` that is used here. */
export interface CallerSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A request to the API: the part of a web `Request` that is used here. */
export interface IncomingRequest extends Pick<Request, 'method' | 'url' | 'headers' | 'text'> {
  readonly signal: CallerSignal;
}
