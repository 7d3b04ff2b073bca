import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, column, numberField } from '../../../src/tool/record.ts';
import { defaultMaxRequests, type ReportContext, type Scan } from '../../../src/tool/report.ts';
import { formatNumber, numbered } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { filterName } from '../../inputs/filter-text.ts';
import { type CountedKey, narrowingNames, noKey } from './countable.ts';
import { combinations, type Dimension } from './dimension.ts';
import type { Measures } from './read-measures.ts';
import type { SearchInput, SummaryKind } from './summary-kinds.ts';
import type { Tally } from './tally.ts';

/** What is asked: which rows, by what they are grouped, and what is measured. */
export interface SummaryQuery {
  readonly kind: SummaryKind;
  readonly input: SearchInput;
  readonly dimensions: readonly Dimension[];
  readonly measured: Measures;
  /** Requests that the agent allows; undefined for the default. */
  readonly maxRequests: number | undefined;
}

/** A group and how many rows it has. */
interface GroupCount {
  readonly keys: readonly string[];
  readonly rows: number;
}

/** Counts that run at the same time: more would not be faster, since they share the pace of scans. */
const concurrency = 3;
/** The group of rows whose value is in no list. */
const unlisted = '(not listed)';

/** True if the input already narrows by a parameter, under any of these names. */
const narrows = ({ filters = [], ...inputs }: SearchInput, names: ReadonlySet<string>): boolean =>
  [...Object.keys(inputs), ...filters.map(filterName)].some((name) => names.has(name));

/** The keys of each dimension; undefined if one cannot be counted, or the input already narrows by it. */
async function keysOf({
  kind,
  dimensions,
  input,
}: SummaryQuery): Promise<readonly CountedKey[][] | undefined> {
  const found: CountedKey[][] = [];
  const used = new Set<string>();
  for (const { countable } of dimensions) {
    if (countable === undefined || (countable.rowsOutsideKeys === 'withoutValue' && dimensions.length > 1))
      return undefined;
    const keys = await countable.keys();
    const names = narrowingNames(keys, kind.tool);
    if (keys.length === 0 || narrows(input, names) || [...names].some((name) => used.has(name)))
      return undefined;
    for (const name of names) used.add(name);
    found.push([...keys]);
  }
  return found;
}

/**
 * Whether counting takes fewer requests than reading all pages, of which the first one has been read.
 *
 * @throws ToolError `invalid_input` if it does, but the agent allows fewer still
 */
function isCheaper(groups: number, pages: number, maxRequests: number | undefined): boolean {
  if (groups + 1 >= pages) return false;
  if (groups + 1 <= (maxRequests ?? defaultMaxRequests)) return true;
  if (maxRequests === undefined) return false;
  throw new ToolError(
    'invalid_input',
    `Counting ${numbered(groups, 'group', 'groups')} takes ${numbered(groups + 1, 'request', 'requests')}, reading all rows ${formatNumber(pages)}; max_requests allows ${formatNumber(maxRequests)}. Add filters, or set max_requests=${groups + 1}.`,
  );
}

/** Counts every group, a few at a time; undefined if Copper gives no total for one. */
async function countEach(
  groups: readonly (readonly CountedKey[])[],
  { kind, input: { filters = [], ...input } }: SummaryQuery,
  { count }: ReportContext,
): Promise<readonly GroupCount[] | undefined> {
  const found: GroupCount[] = [];
  const waiting = groups.values();
  let hasTotals = true;
  async function countSome(): Promise<void> {
    for (const group of waiting) {
      const own = group.flatMap((one) => one.filters);
      const rows = hasTotals
        ? await count(kind.tool, { ...input, filters: [...filters, ...own] })
        : undefined;
      if (rows === undefined) hasTotals = false;
      else found.push({ keys: group.map(({ key }) => key), rows });
    }
  }
  await Promise.all(Array.from({ length: concurrency }, countSome));
  return hasTotals ? found : undefined;
}

/**
 * How many rows each group has, by one search for each, if that takes fewer requests than reading them.
 *
 * Some rows may be in none of the groups, such as those of a user who left. Then all rows are read after all, or, if there are not
 * enough requests for that, they become a group of their own.
 *
 * @param scan the rows themselves, of which the first page told how many there are
 * @returns undefined if the rows have to be read
 */
async function countGroups(
  query: SummaryQuery,
  { total, pages }: Scan,
  context: ReportContext,
): Promise<readonly GroupCount[] | undefined> {
  const { dimensions, measured, maxRequests } = query;
  if (measured.measures.length > 0 || dimensions.length === 0) return undefined;
  if (total === undefined || pages === undefined || pages < 3) return undefined;
  const most = maxRequests ?? defaultMaxRequests;
  if (dimensions.some(({ countable }) => countable?.hasUnlistedValues) && pages <= most) return undefined;
  const keys = await keysOf(query);
  if (keys === undefined) return undefined;
  const groups = combinations(keys);
  if (!isCheaper(groups.length, pages, maxRequests)) return undefined;

  const found = await countEach(groups, query, context);
  if (found === undefined) return undefined;
  const rest = found.reduce((left, { rows }) => left - rows, total);
  if (rest === 0) return found;
  if (rest > 0 && dimensions[0]?.countable?.rowsOutsideKeys === 'withoutValue')
    return [...found, { keys: [noKey], rows: rest }];
  const all = groups.length + pages;
  if (all <= most) return undefined;
  if (rest < 0) return found;
  context.note(
    `${unlisted}: rows without a value, or with one that is in none of the account's lists; max_requests=${all} reads the rows to find them.`,
  );
  return [...found, { keys: dimensions.map(() => unlisted), rows: rest }];
}

function columnsToRead({ dimensions, measured: { quantities, pipelines } }: SummaryQuery): Column[] {
  return [
    ...[...dimensions, ...quantities].flatMap(({ reads }) => reads),
    ...(pipelines === undefined ? [] : [column('pipeline', numberField('pipeline_id'))]),
  ];
}

/** If Copper counts and no row is read, an activity may be among them several times. */
function noteCounted({ tool }: SummaryKind, { note }: ReportContext): void {
  if (tool.operation !== 'searchActivities') return;
  note(
    'Counted by Copper: an activity of several records may count for each of them, and deleted ones may count.',
  );
}

/** Notes which of the fields that the answer is made of no row had: Copper does not return them, or leaves out empty ones. */
function createFieldCheck({ dimensions, measured: { quantities } }: SummaryQuery) {
  const missing = new Map(
    [...dimensions, ...quantities].map(({ name, reads: [main] }) => [
      name,
      main?.field.sourceFields[0] ?? '',
    ]),
  );
  let rows = 0;
  return {
    look(row: JsonObject): void {
      rows++;
      for (const [name, field] of missing) if ((field.split('.')[0] ?? '') in row) missing.delete(name);
    },
    /** Notes them; returns their names. */
    note({ note }: ReportContext, plural: string): readonly string[] {
      if (rows === 0 || missing.size === 0) return [];
      const names = [...missing.keys()];
      note(
        `Copper returned no ${names.join(', ')} for any of these ${plural}: whether they have one is not known.`,
        'gap',
      );
      return names;
    },
  };
}

/**
 * Counts all rows that match into the tally: by reading them, or, if only their number is asked for and that takes fewer requests,
 * by searches that count.
 *
 * @returns the names of dimensions and quantities that no row had: whether they have one is not known
 */
export async function countRows(
  query: SummaryQuery,
  tally: Tally,
  context: ReportContext,
): Promise<readonly string[]> {
  const { kind, input, dimensions, measured } = query;
  const onlyTotal = measured.measures.length === 0 && dimensions.length === 0;
  const all = onlyTotal ? await context.count(kind.tool, input) : undefined;
  if (all !== undefined) {
    noteCounted(kind, context);
    tally.addCount([], all);
    return [];
  }

  const sorted = Object.hasOwn(kind.tool.input.shape, 'sort') ? { ...input, sort: 'created' } : input;
  const scan = await context.scan(kind.tool, sorted, columnsToRead(query));
  const groups = await countGroups(query, scan, context);
  if (groups !== undefined) {
    noteCounted(kind, context);
    for (const { keys, rows } of groups) tally.addCount(keys, rows);
    return [];
  }
  const fields = createFieldCheck(query);
  for await (const row of scan) {
    fields.look(row);
    tally.addRow(row);
  }
  return fields.note(context, kind.tool.returns.record.plural);
}
