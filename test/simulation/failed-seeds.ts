/** Simulations that found something once, with as many calls as it took: each is run again by the tests, for good, as `--older` does. */
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
  { seed: 1101, calls: 60, what: 'the condition none on a field that was left out of every row was refused' },
  { seed: 1102, calls: 60, what: 'the same, in an account that leaves out what is empty' },
  { seed: 1104, calls: 60, what: 'not found was told where a request was rejected or an input was wrong' },
  {
    seed: 57_857_826,
    calls: 15,
    what: 'a sign of negation that is not ours was dropped in front of a company',
  },
  { seed: 367_528_806, calls: 15, what: 'the truth left out money by the first measure alone' },
  { seed: 687_388_908, calls: 15, what: 'one further group, which the truth knew only as several' },
  {
    seed: 49_864_991,
    calls: 20,
    what: 'deals without a last contact, asked for as such, in an account that leaves out what is empty: it seemed to return none',
  },
];
