import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A sealed text that cannot be opened; the message ends a sentence that begins with its file. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Seals texts, so that they can be neither read nor changed by anybody without the secret. */
export interface Seal {
  seal(text: string): string;
  /** @throws SealError */
  open(sealed: string): { readonly text: string; readonly byOldSecret: boolean };
}

/** Characters of the shortest secret that is accepted: 256 bits, as `newSecret` writes them. */
export const shortestSecret = 43;

/** A new secret: 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const format = 'copper-mcp-sign-ins 1';
const algorithm = 'aes-256-gcm';

/** The key of a secret, and a name for it that tells nothing about it. */
function keyOf(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, 'copper-mcp', 'sign-ins', 32));
  return { key, id: createHmac('sha256', key).update('name').digest('hex').slice(0, 16) };
}

/** Keys for another purpose, one of each secret, in their order. */
export const keysFor = (purpose: string, secrets: readonly string[]): readonly Buffer[] =>
  secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, 'copper-mcp', purpose, 32)));

/**
 * Seals with AES-256-GCM: one line that names the form, the key, the nonce and the tag, and one with the sealed text. What is sealed with
 * the first secret can be opened with any of them.
 *
 * @param secrets the one in use first, then those that it replaces
 */
export function createSeal(secrets: readonly string[]): Seal {
  const keys = secrets.map(keyOf);
  const [current] = keys;
  if (current === undefined) throw new Error('no secret');

  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, current.key, nonce);
      cipher.setAAD(Buffer.from(`${format} ${current.id}`));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const head = [
        format,
        current.id,
        nonce.toString('base64url'),
        cipher.getAuthTag().toString('base64url'),
      ];
      return `${head.join(' ')}\n${sealed.toString('base64')}\n`;
    },
    open(sealed) {
      const [head = '', body = ''] = sealed.split('\n', 2);
      const [id, nonce, tag] = head.startsWith(`${format} `) ? head.slice(format.length + 1).split(' ') : [];
      if (id === undefined || nonce === undefined || tag === undefined)
        throw new SealError('is damaged, or is not a file of sign-ins');
      const found = keys.find((each) => each.id === id);
      if (found === undefined) throw new SealError('was sealed with another secret');
      try {
        const decipher = createDecipheriv(algorithm, found.key, Buffer.from(nonce, 'base64url'), {
          authTagLength: 16,
        });
        decipher.setAAD(Buffer.from(`${format} ${id}`));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        const text = Buffer.concat([decipher.update(Buffer.from(body, 'base64')), decipher.final()]);
        return { text: text.toString('utf8'), byOldSecret: found !== current };
      } catch {
        throw new SealError('is damaged');
      }
    },
  };
}
