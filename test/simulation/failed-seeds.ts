/** Simulations that found something once, with as many calls as it took: each is run again by the tests, for good. */
export const failedSeeds: readonly {
  readonly seed: number;
  readonly calls: number;
  readonly what: string;
}[] = [
  {
    seed: 3,
    calls: 100,
    what: 'the clock was set back, and slots of the rate limit stayed in use for a day',
  },
  { seed: 4, calls: 40, what: 'the clock was set forward, and Copper got more requests than it allows' },
  { seed: 687_388_908, calls: 15, what: 'one further group, which the truth knew only as several' },
];
