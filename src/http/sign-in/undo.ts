import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What requests have used or given is undone if it cannot be kept. Whoever asked has got an error then, and asks again with the same token
 * or code: that must not count as theirs having been stolen.
 */
export function createUndo() {
  const ofRequest = new AsyncLocalStorage<(() => void)[]>();
  return {
    /** Does the work of one request; if it throws, what `onUndo` was told meanwhile is called, the last one first. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      const steps: (() => void)[] = [];
      try {
        return await ofRequest.run(steps, work);
      } catch (error) {
        for (const step of steps.toReversed()) step();
        throw error;
      }
    },
    /** Remembers how a part of the request that is being answered is undone. */
    onUndo: (step: () => void): void => void ofRequest.getStore()?.push(step),
  };
}
