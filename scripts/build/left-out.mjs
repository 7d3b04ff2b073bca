// Leaves parts of packages out of the bundle that never run here. Each is replaced by something that fails loudly if it ever did.
import { readFileSync } from 'node:fs';

/** Packages of which only these parts are used: their index would load all of the rest. */
const only = {
  undici: { Agent: 'undici/lib/dispatcher/agent.js', ProxyAgent: 'undici/lib/dispatcher/proxy-agent.js' },
  'prom-client': {
    Counter: 'prom-client/lib/counter.js',
    Gauge: 'prom-client/lib/gauge.js',
    Histogram: 'prom-client/lib/histogram.js',
    Registry: 'prom-client/lib/registry.js',
  },
};

const noClass = (name) =>
  `export class ${name} { constructor() { throw new Error('${name} is left out'); } }`;
const noFunction = (name) => `() => { throw new Error('${name} is left out'); }`;

/** What the index of a package does for its parts, beside naming them: it puts into all dispatchers what sends, and what opens a tunnel. */
const before = {
  undici: `
    const { prototype } = require('undici/lib/dispatcher/dispatcher.js');
    prototype.request = require('undici/lib/api/api-request.js');
    prototype.connect = require('undici/lib/api/api-connect.js');`,
};

/** The commands that a connection sends: for itself, and for us. */
const redisCommands = ['auth', 'client', 'hello', 'info', 'quit', 'readonly', 'select', 'eval', 'evalsha'];

/** A module whose functions give functions that fail: those that schemas are made with must be there, and are not called. */
const withoutFunctions = (path) => {
  const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:function|const) (\w+)/gm)];
  return names.map(([, name]) => `export const ${name} = () => ${noFunction(name)};`).join('\n');
};

/** Modules that something imports and nothing here calls, and what stands in their place. */
const unused = {
  // Both SDKs would take ajv to check what a client was asked to fill in. We ask nothing, and hand them a validator of our own.
  '@modelcontextprotocol/sdk/dist/esm/validation/ajv-provider.js': noClass('AjvJsonSchemaValidator'),
  '@modelcontextprotocol/server/dist/shimsNode.mjs': `export { default as process } from 'node:process';\n${noClass('DefaultJsonSchemaValidator')}`,
  // The parser of undici with SIMD. Where it cannot be compiled undici takes its other one, which does the same.
  'undici/lib/llhttp/llhttp_simd-wasm.js': "throw new Error('left out');",
  // The pool speaks HTTP/1.1: HTTP/2 is off unless asked for.
  'undici/lib/dispatcher/client-h2.js': `module.exports = ${noFunction('connectH2')};`,
  // For bodies that are forms, or streams of the web; the pool is given text.
  'undici/lib/web/fetch/body.js': `exports.extractBody = ${noFunction('extractBody')};`,
  // Log lines into threads and files; ours go to a function.
  'pino/lib/transport.js': `module.exports = ${noFunction('transport')};`,
  // Proxies of another kind than HTTP.
  'undici/lib/dispatcher/socks5-proxy-agent.js': `module.exports = ${noFunction('Socks5ProxyAgent')};`,
  // 2,500 media types. The authorization server reads forms and JSON, and answers with these and HTML.
  'mime-db/db.json': JSON.stringify({
    'application/json': { charset: 'UTF-8', compressible: true, extensions: ['json'] },
    'application/octet-stream': { compressible: true, extensions: ['bin'] },
    'application/x-www-form-urlencoded': { compressible: true },
    'text/html': { compressible: true, extensions: ['html'] },
    'text/plain': { compressible: true, extensions: ['txt'] },
  }),
  // It warns on the console, on stdout too, of Node 20 and of settings for OpenID Connect, which is off.
  'oidc-provider/lib/helpers/attention.js': 'export const info = () => {}; export const warn = () => {};',
  // Credentials that a wallet fetches, and pages for trying the server out: both are off.
  'oidc-provider/lib/actions/credential.js': `export default [${noFunction('credential')}];`,
  'oidc-provider/lib/actions/interaction.js': ['initialize', 'render', 'submit', 'abort']
    .map((name) => `export const ${name} = ${noFunction('interaction')};`)
    .join('\n'),
  // Schemas of the newer SDK as JSON Schema: ours are made while building.
  'zod/v4/core/json-schema-processors.js': withoutFunctions,
  'zod/v4/core/to-json-schema.js': withoutFunctions,
  // Certificates of a provider of Redis, for an option that is not used.
  'ioredis/built/constants/TLSProfiles.js': 'exports.default = {};',
  // `new Redis.Cluster`; a single server goes without.
  'ioredis/built/cluster/index.js': 'module.exports = { default: undefined };',
  // What is known of 300 commands, of which the client makes a method each: here it connects, and runs scripts.
  '@ioredis/commands/built/commands.json': (path) => {
    const commands = JSON.parse(readFileSync(path, 'utf8'));
    return JSON.stringify(Object.fromEntries(redisCommands.map((name) => [name, commands[name]])));
  },
};

/** What one module only would load, at every start: the older SDK is ready for schemas in a form that nobody hands it. */
const without = {
  'zod/v3': '@modelcontextprotocol/sdk/dist/esm/server/zod-compat.js',
  'zod-to-json-schema': '@modelcontextprotocol/sdk/dist/esm/server/zod-json-schema-compat.js',
};

/**
 * Node makes the message of a failed assertion out of the source around it, and would parse a whole file of the bundle for it: seconds,
 * which a reply with the status 042 could cause.
 */
const assertion = `module.exports = (holds, message = 'an assertion of undici failed') => {
  if (!holds) throw Object.assign(new Error(message), { name: 'AssertionError', code: 'ERR_ASSERTION' });
};`;

const slashes = (path) => path.replaceAll('\\', '/');
const either = (names) =>
  names.map((name) => name.replaceAll('/', '[\\\\/]').replaceAll('.', '\\.')).join('|');

/** Fails the build when a package no longer has what is named here: then look again. */
export const leftOut = {
  name: 'left-out',
  setup({ onStart, onResolve, onLoad, onEnd }) {
    const seen = new Set();
    const names = { only: Object.keys(only), unused: Object.keys(unused), without: Object.keys(without) };
    onStart(() => seen.clear());
    onResolve({ filter: new RegExp(`^(?:${either(names.only)})$`) }, ({ path, resolveDir }) => ({
      path,
      namespace: 'only',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'only' }, ({ path, pluginData: resolveDir }) => {
      seen.add(path);
      const parts = Object.entries(only[path]).map(
        ([name, part]) => `get ${name}() { return require('${part}'); }`,
      );
      return { contents: `${before[path] ?? ''}\nmodule.exports = { ${parts.join(', ')} };`, resolveDir };
    });
    onLoad({ filter: new RegExp(`node_modules[\\\\/](?:${either(names.unused)})$`) }, ({ path }) => {
      const name = names.unused.find((each) => slashes(path).endsWith(each));
      seen.add(name);
      const made = unused[name];
      const contents = typeof made === 'string' ? made : made(path);
      return { contents, loader: name.endsWith('.json') ? 'json' : 'js' };
    });
    onResolve({ filter: new RegExp(`^(?:${either(names.without)})$`) }, ({ path, importer }) => {
      if (!slashes(importer).endsWith(without[path])) return undefined;
      seen.add(path);
      return { path, namespace: 'without' };
    });
    onResolve({ filter: /^node:assert$/ }, ({ path, importer }) => {
      if (!slashes(importer).includes('/node_modules/undici/')) return undefined;
      seen.add(path);
      return { path, namespace: 'assertion' };
    });
    onLoad({ filter: /.*/, namespace: 'assertion' }, () => ({ contents: assertion }));
    onLoad({ filter: /.*/, namespace: 'without' }, () => ({ contents: 'module.exports = {};' }));
    onEnd(() => {
      const gone = [...names.only, ...names.unused, ...names.without, 'node:assert'].filter(
        (each) => !seen.has(each),
      );
      return { errors: gone.map((each) => ({ text: `${each} is not in the bundle: nothing to leave out` })) };
    });
  },
};
