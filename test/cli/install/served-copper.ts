import { onTestFinished } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../../src/sandbox/serve.ts';
import { sharedWorld } from '../../worlds.ts';
import { stillClock } from '../fake-shell.ts';
import { key } from './client-home.ts';

/** A Copper that takes one key alone: the setting that points at it, and a way to switch it off before the test ends. */
export async function servedCopper() {
  const { now, sleep } = stillClock;
  const { url, close } = await serveSandbox(
    createSandbox({ now, sleep, credentials: [key], generate: sharedWorld }),
  );
  let open = true;
  const off = async () => {
    if (open) await close();
    open = false;
  };
  onTestFinished(off);
  return { env: { COPPER_API_BASE_URL: url }, off };
}
