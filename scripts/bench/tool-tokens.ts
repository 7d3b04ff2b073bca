import { coreTokenCounts, tokenCounts } from '../../src/token-counts.ts';
import { tools } from '../../tools/index.ts';
import { type Row, thousands } from './row.ts';

/** What the list of tools costs in a model's context: name, description and input schema of each. */
export function toolTokens(): Row[] {
  const counts = Object.entries(tokenCounts);
  const together = counts.reduce((sum, [, count]) => sum + count, 0);
  const operations = tools.reduce((sum, tool) => sum + (tokenCounts[tool.name] ?? 0), 0);
  const core = Object.values(coreTokenCounts);
  const narrow = core.reduce((sum, count) => sum + count, 0);
  const [name, largest] = counts.toSorted(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return [
    {
      what: `the ${counts.length} tools together`,
      measured: `${thousands(together)} tokens`,
      bar: 'at most 5,200',
      ok: together <= 5200,
    },
    {
      what: `the ${tools.length} operations together`,
      measured: `${thousands(operations)} tokens`,
      bar: 'at most 3,500',
      ok: operations <= 3500,
    },
    {
      what: `the ${core.length} tools of core together`,
      measured: `${thousands(narrow)} tokens`,
      bar: 'at most 2,000',
      ok: narrow <= 2000,
    },
    {
      what: `the largest tool, ${name}`,
      measured: `${largest} tokens`,
      bar: 'at most 350, a report 450',
      ok: largest <= 450,
    },
  ];
}
