import type { AllowedPeople } from './sign-in/check-key.ts';

/** How callers sign in. */
export type HttpAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly callers: string }
  | {
      readonly kind: 'oauth';
      readonly issuer: string;
      readonly audience: string;
      /** The path of the callers file; undefined if every token of the issuer counts. */
      readonly callers: string | undefined;
      /** True if an e-mail address counts although the issuer does not say whether it is verified. */
      readonly trustEmailClaim?: boolean | undefined;
    }
  | {
      /** People sign in here, each with their own Copper key. */
      readonly kind: 'sign-in';
      /** The address of the endpoint as clients know it, whose path is `/mcp`. */
      readonly audience: string;
      readonly allowed: AllowedPeople;
    };

/** Settings of the remote server. */
export interface HttpSettings {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly auth: HttpAuth;
  /** True if callers may send their own Copper keys. */
  readonly callerKeys: boolean;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Undefined if the metrics are on the same port. */
  readonly metricsPort: number | undefined;
  /** The bearer token that reads the metrics; without one, callers read them, and anyone on a port of their own. */
  readonly metricsToken: string | undefined;
  /** Requests that run at once, of all callers and of one. */
  readonly maxCalls: number;
  readonly maxCallsPerCaller: number;
  /** True to log the arguments of calls. */
  readonly logArguments: boolean;
}
