import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Removes a folder, and what is in folders that a test made read-only; only root could do so without this. */
function remove(folder: string): void {
  const unlock = (path: string) => {
    chmodSync(path, 0o755);
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) unlock(join(path, entry.name));
  };
  unlock(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** An empty folder that goes with the test. */
export function tempHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'copper-mcp-clients-'));
  onTestFinished(() => remove(home));
  return home;
}
