#!/usr/bin/env node
// The first file that runs. Every Node since 14 can read it, so that one too old for the rest is told so and does not just break.
import module from 'node:module';

/** `engines` of package.json, which is not read here: a start reads as few files as it can. */
const oldest = '20.18.1';

function isOlder(version: string): boolean {
  const theirs = version.split('.').map(Number);
  for (const [at, least] of oldest.split('.').map(Number).entries()) {
    const part = theirs[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

if (isOlder(process.versions.node)) {
  process.stderr.write(
    `copper-mcp needs Node ${oldest} or newer, and this is Node ${process.versions.node}: install Node 24 from https://nodejs.org, or start it with \`npx -y -p node@24 -p copper-mcp copper-mcp\`.\n`,
  );
  process.exitCode = 1;
} else {
  // Node 22 and newer keep compiled code between starts; what follows is loaded after this line.
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
    module.enableCompileCache();
  await import('./bin.ts');
}
