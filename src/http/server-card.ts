import type { RequestInfo } from './request-context.ts';
import type { HttpAuth } from './settings.ts';

/** What a card says of every copy of this server. */
export interface CardFacts {
  /** In reverse DNS, as in the MCP Registry: `io.github.copper-mcp/copper-mcp`. */
  readonly name: string;
  /** As in the handshake. */
  readonly identity: {
    readonly title: string;
    readonly version: string;
    /** At most 100 characters. */
    readonly description: string;
    readonly websiteUrl: string;
    readonly icons: readonly object[];
  };
  /** The address of the source. */
  readonly repository: string;
  readonly auth: HttpAuth['kind'];
  /** Revisions of the protocol that are served. */
  readonly revisions: readonly string[];
}

const schema = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json';
const cardType = 'application/mcp-server-card+json';
const catalogType = 'application/ai-catalog+json';

/** `io.github.copper-mcp/copper-mcp` → `urn:air:copper-mcp.github.io:copper-mcp`. */
function identifierOf(name: string): string {
  const [namespace = '', suffix = ''] = name.split('/');
  return `urn:air:${namespace.split('.').toReversed().join('.')}:${suffix}`;
}

/**
 * Serves what makes a hosted server discoverable, to anyone: the card at `/mcp/server-card` (SEP-2127, modelcontextprotocol.io/seps/2127)
 * and the catalogue that leads to it at `/.well-known/ai-catalog.json`. They say where and what the server is, and nothing of whose data
 * it has. Undefined for any other path.
 */
export function createServerCardRoute({ name, identity, repository, auth, revisions }: CardFacts) {
  const { title, version, description, websiteUrl, icons } = identity;
  const header = {
    name: 'Authorization',
    description: 'Bearer, and the token that the administrator of this server gave you.',
    isRequired: true,
    isSecret: true,
  };
  const card = (url: string) => ({
    $schema: schema,
    name,
    title,
    version,
    description,
    websiteUrl,
    repository: { url: repository, source: 'github' },
    icons,
    remotes: [
      {
        type: 'streamable-http',
        url,
        ...(auth === 'token' ? { headers: [header] } : {}),
        supportedProtocolVersions: revisions,
      },
    ],
  });
  const catalogue = (url: string) => ({
    specVersion: '1.0',
    entries: [
      {
        identifier: identifierOf(name),
        displayName: title,
        type: cardType,
        url: `${url}/server-card`,
      },
    ],
  });
  const documents = new Map([
    ['/mcp/server-card', { type: cardType, of: card }],
    ['/.well-known/ai-catalog.json', { type: catalogType, of: catalogue }],
  ]);
  return ({ path, host, secure }: Pick<RequestInfo, 'path' | 'host' | 'secure'>): Response | undefined => {
    const found = documents.get(path);
    if (found === undefined) return undefined;
    const url = `${secure ? 'https' : 'http'}://${host}/mcp`;
    return new Response(JSON.stringify(found.of(url)), {
      headers: {
        'content-type': found.type,
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600',
        // The address in it is the one that was asked for.
        vary: 'Host',
      },
    });
  };
}
