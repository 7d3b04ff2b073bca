import { tokenCounts } from '../../src/token-counts.ts';
import { type Row, thousands } from './row.ts';

/** What the list of tools costs in a model's context: name, description and input schema of each. */
export function toolTokens(): Row[] {
  const counts = Object.entries(tokenCounts);
  const together = counts.reduce((sum, [, count]) => sum + count, 0);
  const [name, largest] = counts.toSorted(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return [
    {
      what: `the ${counts.length} tools together`,
      measured: `${thousands(together)} tokens`,
      bar: 'at most 3,500',
      ok: together <= 3500,
    },
    {
      what: `the largest tool, ${name}`,
      measured: `${largest} tokens`,
      bar: 'at most 350',
      ok: largest <= 350,
    },
  ];
}
