/** The RFC 9728 metadata of this server as a resource that an authorization server protects. */
export interface ProtectedResource {
  /** The address of the metadata. */
  readonly metadataUrl: string;
  /** The metadata for a path that serves it, that of the authorization server too if this is one; else undefined. */
  document(path: string): object | undefined;
}

/** The scope that a token must have. */
export const scope = 'copper:read';

const wellKnown = '/.well-known/oauth-protected-resource';

/** The metadata of the resource with the identifier `audience`, whose path follows the well-known one. */
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
