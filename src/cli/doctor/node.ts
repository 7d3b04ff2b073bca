import { type DoctorCheck, passed, warned } from './finding.ts';

/** The last day of support for each major version of Node: github.com/nodejs/Release, schedule.json. */
const supportedUntil: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
};

/** Whether the Node that runs this still gets fixes. One too old for us never gets this far. */
export const checkNode: DoctorCheck = ({ shell: { nodeVersion, clock } }) => {
  const lastDay = supportedUntil[Number.parseInt(nodeVersion, 10)];
  if (lastDay === undefined || clock.now() < Date.parse(`${lastDay}T24:00:00Z`))
    return [passed('node', nodeVersion)];
  const said = `${nodeVersion}, which has had no security fixes since ${lastDay}`;
  return [warned('node', said, 'It works, but install Node 24 from https://nodejs.org soon.')];
};
