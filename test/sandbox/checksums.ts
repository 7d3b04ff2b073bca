import { createHash } from 'node:crypto';
import type { World } from '../../src/sandbox/sandbox.ts';

const plain = (_name: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...value] : value;

/** A checksum of each list of an account, by the list's name; two accounts with the same checksums are the same byte for byte. */
export function checksums(world: World): Record<string, string> {
  return Object.fromEntries(
    Object.entries(world).map(([name, list]) => {
      const digest = createHash('sha256').update(JSON.stringify(list, plain)).digest('hex');
      return [name, digest.slice(0, 16)];
    }),
  );
}
