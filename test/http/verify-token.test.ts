import { generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { verifyToken } from '../../src/http/verify-token.ts';

const [issuer, audience] = ['https://login.example.com', 'https://crm.example.com/mcp'];
const now = Date.parse('2026-11-23T20:00:00Z');
const { privateKey, publicKey } = await generateKeyPair('ES256');

/** What is made of a token whose claim is so many seconds from now. */
async function checked(claim: 'exp' | 'nbf', seconds: number) {
  const at = now / 1000;
  const token = await new SignJWT({ exp: at + 300, [claim]: at + seconds })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .sign(privateKey);
  return verifyToken(token, { keys: async () => publicKey, issuer, audience, now });
}

test('clocks may differ by five seconds, and by no more', async () => {
  expect(await checked('exp', -4)).toEqual({ claims: expect.anything() });
  expect(Object.values(await checked('exp', -5))).toContain('expired');
  expect(await checked('nbf', 5)).toEqual({ claims: expect.anything() });
  expect(Object.values(await checked('nbf', 6))).toContain('not_yet_valid');
});
