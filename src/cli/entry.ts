#!/usr/bin/env node
// The first file that runs. Every Node since 14 can read it, so that an older one than we need gets a clear message.

/** `engines` of package.json, which is not read here, to start with as few files as possible. */
const oldest = '20.18.1';

function isOlder(version: string, than: string): boolean {
  const theirs = version.split('.').map(Number);
  for (const [at, least] of than.split('.').map(Number).entries()) {
    const part = theirs[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

/** Loads the program; what it loads is named here, so that an older Node never asks for it. */
async function start(): Promise<void> {
  // Node 22 and newer cache compiled code between starts; this must come before the rest is loaded. Without a folder, Node would take one
  // that other users of the machine can write to.
  if (!isOlder(process.versions.node, '22.1.0')) {
    const { default: module } = await import('node:module');
    const { codeCacheFolder, thisPerson } = await import('./code-cache.ts');
    const folder = codeCacheFolder(thisPerson());
    if (
      folder !== undefined &&
      'enableCompileCache' in module &&
      typeof module.enableCompileCache === 'function'
    )
      module.enableCompileCache(folder);
  }
  await import('./bin.ts');
}

if (isOlder(process.versions.node, oldest)) {
  process.stderr.write(
    `copper-mcp needs Node ${oldest} or newer, and this is Node ${process.versions.node}: install Node 24 from https://nodejs.org, or start it with \`npx -y -p node@24 -p copper-mcp copper-mcp\`.\n`,
  );
  process.exitCode = 1;
} else {
  void start();
}
