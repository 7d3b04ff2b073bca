/** How many records of each kind an account holds. */
export interface Size {
  readonly companies: number;
  readonly people: number;
  readonly leads: number;
  readonly deals: number;
  readonly tasks: number;
  readonly projects: number;
  readonly activities: number;
}

/** The account of every demo and test, and one for tests of scale. */
export const SIZES = {
  usual: {
    companies: 300,
    people: 1200,
    leads: 400,
    deals: 600,
    tasks: 900,
    projects: 30,
    activities: 6000,
  },
  large: {
    companies: 8000,
    people: 30_000,
    leads: 6000,
    deals: 20_000,
    tasks: 9000,
    projects: 300,
    activities: 100_000,
  },
} as const satisfies Readonly<Record<string, Size>>;
