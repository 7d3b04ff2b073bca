import { onTestFinished } from 'vitest';
import { type Harness, type HarnessOptions, startHarness } from './harness.ts';

/** Starts the product as a client would meet it, for the test that runs; it is closed when that has ended. */
export async function startInTest(options?: HarnessOptions): Promise<Harness> {
  const harness = await startHarness(options);
  onTestFinished(harness.close);
  return harness;
}
