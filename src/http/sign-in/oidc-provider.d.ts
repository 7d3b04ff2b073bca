/** The part of oidc-provider that is used here; the package has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** An error of OAuth, such as `invalid_target`, that the client is told. */
  class OAuthError extends Error {
    constructor(description?: string, scope?: string);
    /** What the log may know. */
    readonly error_detail?: string;
  }

  /** What a person is to decide. */
  interface Interaction {
    readonly uid: string;
    readonly returnTo: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly result?:
      | {
          readonly login?: { readonly accountId: string };
          readonly consent?: { readonly grantId: string };
          readonly error?: string;
        }
      | undefined;
  }

  interface Client {
    readonly clientId: string;
    readonly clientName?: string;
    /** True for a client that is described at the address that is its id. */
    readonly clientIdMetadataDocument?: boolean;
  }

  interface Grant {
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  interface Token {
    readonly grantId: string;
  }

  /** The authorization server, an application of Koa. */
  export class Provider {
    constructor(issuer: string, configuration: object);
    /** The context of the request that is answered. */
    static get ctx(): { readonly ip: string } | undefined;
    proxy: boolean;
    silent: boolean;
    readonly Grant: new (of: {
      readonly accountId: string;
      readonly clientId: string;
    }) => Grant;
    readonly Client: { find(id: string): Promise<Client | undefined> };
    readonly RefreshToken: { readonly prototype: Token & { generateTokenId(): string } };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options: { readonly mergeWithLastSubmission: boolean },
    ): Promise<string>;
    on(event: 'server_error', listener: (context: unknown, error: unknown) => void): this;
    on(
      event: 'authorization.error' | 'grant.error' | 'registration_create.error',
      listener: (context: unknown, error: OAuthError) => void,
    ): this;
    on(event: 'error', listener: (error: unknown) => void): this;
  }

  export const errors: {
    readonly InvalidGrant: typeof OAuthError;
    readonly InvalidTarget: typeof OAuthError;
    readonly InvalidScope: typeof OAuthError;
    readonly SessionNotFound: typeof OAuthError;
    readonly TemporarilyUnavailable: typeof OAuthError;
  };
}
