/** How callers prove who they are. */
export type Proof =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly callers: string }
  | {
      readonly kind: 'oauth';
      readonly issuer: string;
      readonly audience: string;
      /** Undefined where every token of the issuer counts. */
      readonly callers: string | undefined;
    };

/** How the remote server is set up. */
export interface HttpSettings {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly proof: Proof;
  /** True where callers may bring their own Copper keys. */
  readonly callerKeys: boolean;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Undefined where the numbers are read at the same port. */
  readonly metricsPort: number | undefined;
  /** Requests under way at once, of all callers and of one. */
  readonly maxCalls: number;
  readonly maxCallsPerCaller: number;
  /** True to log the arguments of calls. */
  readonly logArguments: boolean;
}
