import { defaultMaxRequests, type ReportContext, type Sweep } from '../../../src/tool/report.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { type CountedKey, inputNamesOf, noKey } from './countable.ts';
import { combinations, type Dimension } from './dimension.ts';
import { narrows, type SearchInput } from './search-input.ts';

/** A group and how many rows it has. */
export interface GroupCount {
  readonly keys: readonly string[];
  readonly rows: number;
}

/** Counts that are under way at once: more would not come sooner, since they keep the pace of sweeps. */
const atOnce = 3;

const number = (value: number) => value.toLocaleString('en-US');

/** The group of rows that no list knows the group of. */
const unlisted = '(not listed)';

/** Searches for the keys of each dimension; undefined where one cannot be counted, or the question says something about it already. */
async function searchesFor(
  dimensions: readonly Dimension[],
  question: SearchInput,
): Promise<readonly CountedKey[][] | undefined> {
  const found: CountedKey[][] = [];
  const taken = new Set<string>();
  for (const { countable } of dimensions) {
    if (countable === undefined || (countable.rest === 'none' && dimensions.length > 1)) return undefined;
    const keys = await countable.keys();
    const names = inputNamesOf(keys);
    if (keys.length === 0 || narrows(question, names) || [...names].some((name) => taken.has(name)))
      return undefined;
    for (const name of names) taken.add(name);
    found.push([...keys]);
  }
  return found;
}

/**
 * Whether counting takes fewer requests than reading all pages, of which the first one has been read.
 *
 * @throws ToolError `invalid_input` where it does, but the agent allows fewer still
 */
function isCheaper(counts: number, pages: number, given: number | undefined): boolean {
  if (counts + 1 >= pages) return false;
  if (counts + 1 <= (given ?? defaultMaxRequests)) return true;
  if (given === undefined) return false;
  throw new ToolError(
    'invalid_input',
    `Counting ${number(counts)} groups takes ${number(counts + 1)} requests, reading all rows ${number(pages)}; max_requests allows ${number(given)}. Narrow the question, or give max_requests=${counts + 1}.`,
  );
}

/** Counts every group, a few at once; undefined where Copper cannot tell the number of one. */
async function countEach(
  groups: readonly (readonly CountedKey[])[],
  tool: OperationTool,
  { filters = [], ...question }: SearchInput,
  { count }: ReportContext,
): Promise<readonly GroupCount[] | undefined> {
  const found: GroupCount[] = [];
  const waiting = groups.values();
  let known = true;
  async function countSome(): Promise<void> {
    for (const group of waiting) {
      const own = group.flatMap((one) => one.filters);
      const rows = known ? await count(tool, { ...question, filters: [...filters, ...own] }) : undefined;
      if (rows === undefined) known = false;
      else found.push({ keys: group.map(({ key }) => key), rows });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, countSome));
  return known ? found : undefined;
}

/**
 * How many rows each group has, by one search for each, where that takes fewer requests than reading them.
 *
 * Rows may be in none of the groups, such as those of a user who left. Then all rows are read after all, or, where the requests do not
 * suffice for that, they are a group of their own.
 *
 * @param sweep the rows themselves, of which the first page told how many there are
 * @param given requests that the agent allows; undefined for as many as usual
 * @returns undefined where the rows are to be read
 */
export async function countGroups(
  tool: OperationTool,
  question: SearchInput,
  dimensions: readonly Dimension[],
  { total, pages }: Sweep,
  given: number | undefined,
  context: ReportContext,
): Promise<readonly GroupCount[] | undefined> {
  if (total === undefined || pages === undefined || pages < 3) return undefined;
  const most = given ?? defaultMaxRequests;
  if (dimensions.some(({ countable }) => countable?.incomplete) && pages <= most) return undefined;
  const searches = await searchesFor(dimensions, question);
  if (searches === undefined) return undefined;
  const groups = combinations(searches);
  if (!isCheaper(groups.length, pages, given)) return undefined;

  const found = await countEach(groups, tool, question, context);
  if (found === undefined) return undefined;
  const rest = found.reduce((left, { rows }) => left - rows, total);
  if (rest === 0) return found;
  if (rest > 0 && dimensions[0]?.countable?.rest === 'none') return [...found, { keys: [noKey], rows: rest }];
  if (groups.length + pages <= most) return undefined;
  if (rest < 0) return found;
  const all = groups.length + pages;
  context.note(
    `${unlisted}: in no list of Copper's, as a user who left; max_requests=${all} reads the rows and tells.`,
  );
  return [...found, { keys: dimensions.map(() => unlisted), rows: rest }];
}
