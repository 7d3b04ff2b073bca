// Makes two large tables of packages small: one is kept compressed, of the other only what we say to a Redis is kept.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

/** What the client of Redis says of itself and what src/redis asks it for; it knows no other commands. */
const redisCommands = [
  ...['auth', 'client', 'hello', 'info', 'ping', 'quit', 'readonly', 'readwrite', 'role', 'select'],
  ...['eval', 'evalsha', 'script', 'multi', 'exec', 'monitor', 'reset'],
  ...['subscribe', 'psubscribe', 'ssubscribe', 'unsubscribe', 'punsubscribe', 'sunsubscribe'],
];

/** The parser of HTTP is 72 KB of base64; it is unpacked once, with the first request, in a millisecond. */
async function parser({ path }) {
  const [, base64] = /wasmBase64 = '([^']+)'/.exec(await readFile(path, 'utf8')) ?? [];
  if (base64 === undefined) throw new Error(`${path} holds no parser`);
  const packed = brotliCompressSync(Buffer.from(base64, 'base64')).toString('base64');
  const contents = `
    const { brotliDecompressSync } = require('node:zlib');
    let parser;
    Object.defineProperty(module, 'exports', {
      get: () => (parser ??= brotliDecompressSync(Buffer.from('${packed}', 'base64'))),
    });`;
  return { contents, loader: 'js' };
}

async function commands({ path }) {
  const all = Object.entries(JSON.parse(await readFile(path, 'utf8')));
  const kept = all.filter(([name]) => redisCommands.includes(name));
  if (kept.length < redisCommands.length - 2) throw new Error(`${path} has other commands than it had`);
  return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
}

/** Fails the build when a package no longer holds what is made smaller here. */
export const smaller = {
  name: 'smaller',
  setup({ onStart, onLoad, onEnd }) {
    const seen = new Set();
    const once = (make) => (file) => {
      seen.add(make);
      return make(file);
    };
    onStart(() => seen.clear());
    onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js$/ }, once(parser));
    onLoad({ filter: /@ioredis[\\/]commands[\\/]built[\\/]commands\.json$/ }, once(commands));
    onEnd(() => ({
      errors: [parser, commands]
        .filter((make) => !seen.has(make))
        .map(({ name }) => ({ text: `nothing for ${name} in smaller.mjs` })),
    }));
  },
};
