import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An authorization server on this machine. */
export interface Issuer {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** A valid token, except for these changes. */
  token(claims?: JWTPayload, lifetimeSeconds?: number | 'endless'): Promise<string>;
  /** From now on another key signs, and only that one is published. */
  rotate(): Promise<void>;
  /** From now on it answers 500. */
  fail(failing: boolean): void;
  close(): Promise<void>;
}

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

/** Serves metadata (after OpenID Connect only, unless `oauth`) and keys. */
export async function startIssuer(audience: string, { oauth = true } = {}): Promise<Issuer> {
  let key = await makeKey('key-1');
  let failing = false;
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    asked.push(path);
    const metadata = path === `/.well-known/${oauth ? 'oauth-authorization-server' : 'openid-configuration'}`;
    const body = metadata
      ? { issuer: url, jwks_uri: `${url}/keys` }
      : path === '/keys'
        ? { keys: [key.jwk] }
        : undefined;
    outgoing.writeHead(failing ? 500 : body === undefined ? 404 : 200, {
      'Content-Type': 'application/json',
    });
    outgoing.end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    url,
    asked,
    async token(claims = {}, lifetimeSeconds: number | 'endless' = 300) {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: url, aud: audience, sub: 'auth0|jane', scope: 'openid copper:read', iat: now };
      return new SignJWT({
        ...usual,
        ...(lifetimeSeconds === 'endless' ? {} : { exp: now + lifetimeSeconds }),
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
        .sign(key.privateKey);
    },
    async rotate() {
      key = await makeKey(`key-${Number(key.kid.slice(4)) + 1}`);
    },
    fail(now) {
      failing = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
