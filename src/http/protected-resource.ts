/** This server as a resource of an authorization server: RFC 9728. */
export interface ProtectedResource {
  /** Where its metadata is found. */
  readonly metadataUrl: string;
  /** The metadata document for a path that is asked for it, else undefined. */
  document(path: string): object | undefined;
}

/** What a token must allow. */
export const scope = 'copper:read';

const wellKnown = '/.well-known/oauth-protected-resource';

/** The metadata of a resource whose identifier is `audience`; its path follows the well-known one. */
export function protectedResource(issuer: string, audience: string): ProtectedResource {
  const { origin, pathname } = new URL(audience);
  const ownPath = `${wellKnown}${pathname === '/' ? '' : pathname}`;
  const paths = [wellKnown, `${wellKnown}/mcp`, ownPath];
  const metadata = {
    resource: audience,
    authorization_servers: [issuer],
    scopes_supported: [scope],
    bearer_methods_supported: ['header'],
    resource_name: 'Copper CRM, read-only',
  };
  return {
    metadataUrl: `${origin}${ownPath}`,
    document: (path) => (paths.includes(path) ? metadata : undefined),
  };
}
