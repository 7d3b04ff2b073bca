/** Equal work that is under way is done once for all who ask for it. */
export interface InFlight<T> {
  /**
   * The result for `key`: of the work that is under way, or else of `start`. Everyone gets the same object, so nobody may change it.
   *
   * @throws the reason of the caller's own signal, at once when it is aborted; else whatever the work throws.
   */
  run(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  callers: number;
}

/** The work is aborted only when all its callers are gone; who comes after that starts anew. */
export function createInFlight<T>(): InFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function land(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function take(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const known = flights.get(key);
    if (known !== undefined) return known;
    const stop = new AbortController();
    const flight: Flight<T> = { result: (async () => start(stop.signal))(), stop, callers: 0 };
    flights.set(key, flight);
    const done = (): void => land(key, flight);
    flight.result.then(done, done);
    return flight;
  }

  return {
    run: (key, signal, start) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const flight = take(key, start);
        flight.callers++;
        const leave = (): void => {
          reject(signal.reason);
          flight.callers--;
          if (flight.callers > 0) return;
          land(key, flight);
          flight.stop.abort(signal.reason);
        };
        // Work may tell its progress at once, and who is told may have had enough.
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave, { once: true });
        flight.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      }),
  };
}
