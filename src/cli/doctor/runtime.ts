import type { Examination } from './examination.ts';

/** The last day of each line of Node, by its first number: github.com/nodejs/Release, schedule.json. */
const lastDays: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
};

/** The Node that runs this: whether it still gets fixes. One too old for us never comes so far. */
export const runtime: Examination = ({ shell: { nodeVersion, clock } }) => {
  const lastDay = lastDays[Number.parseInt(nodeVersion, 10)];
  if (lastDay === undefined || clock.now() < Date.parse(`${lastDay}T24:00:00Z`))
    return [{ mark: 'ok', what: 'node', said: nodeVersion }];
  return [
    {
      mark: 'warn',
      what: 'node',
      said: `${nodeVersion}, which has had no security fixes since ${lastDay}`,
      advice: 'It works, but install Node 24 from https://nodejs.org soon.',
    },
  ];
};
