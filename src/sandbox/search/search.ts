import type { HandlerContext, HandlerRequest } from '../handler-context.ts';
import type { SandboxSettings } from '../options.ts';
import { asInteger, isBlank } from '../read-value.ts';
import {
  type HandlerResult,
  parameterLabel,
  SandboxError,
  unrecognizedAttribute,
  validationError,
} from '../reply.ts';
import type { ShapeRow } from '../shape.ts';
import { isKnownName, type KnownBy, type RowTest, type SearchFilters } from './filter.ts';
import { projectRow, readProjection } from './projection.ts';
import { readOrder, type SortKeys, type SortOrder, sortedPositions } from './sort.ts';

/** One search of the API, as data. */
export interface SandboxSearch<T> {
  readonly name: string;
  readonly rows: (context: HandlerContext) => readonly T[];
  readonly filters?: SearchFilters<T>;
  readonly sortKeys?: SortKeys<T>;
  /** The order without `sort_by`; default: the order of the rows. */
  readonly defaultSort?: string;
  /** Parameters that are not filters, besides page_number and page_size. */
  readonly controls?: Readonly<Record<string, KnownBy>>;
  readonly pageSize: ContractPageSize;
  /** Default: the row as it is. */
  readonly shape?: ShapeRow<T>;
  /** Which rows are visible at all. */
  readonly visible?: (body: HandlerRequest['body'], context: HandlerContext) => RowTest<T>;
}

/** The parameters of sorting, which the documentation has, too. */
export const sortControls = { sort_by: 'both', sort_direction: 'both' } as const;

const pagingControls = { page_number: 'both', page_size: 'both' } as const;

/** One page of a search. Throws a 422 with all problems of the filters, or with the first of order, page or fields. */
export function answerSearch<T extends { id: number }>(
  search: SandboxSearch<T>,
  request: HandlerRequest,
): HandlerResult {
  const { context } = request;
  const { names } = context.settings;
  const isKnown = knownNames(search, names);
  const inQuery = [...request.query].filter(([name]) => isKnown(name));
  const body = { ...Object.fromEntries(inQuery), ...request.body };
  const problems = Object.keys(body)
    .filter((name) => !isKnown(name))
    .map(unrecognizedAttribute);
  const tests = readTests(search, body, context, problems);
  if (problems.length > 0) throw validationError(...problems);
  const { sortKeys = {}, defaultSort = null, shape = (row: T): object => row } = search;
  const order = readOrder(sortKeys, names, body.sort_by, body.sort_direction, defaultSort);
  const page = readPaging(body, search.pageSize, context.settings);
  const projection = isBlank(body.fields) ? null : readProjection(body.fields);
  const rows = search.rows(context);
  const found = context.index.results(cacheKey(search, order, body, context), () =>
    orderedPositions(search, rows, order, context).filter((position) => {
      const row = rows[position];
      return row !== undefined && tests.every((test) => test(row));
    }),
  );
  const pageRows = rowsOfPage(found, page).flatMap((position) => rows[position] ?? []);
  const shaped = pageRows.map((row) => {
    const whole = shape(row, request);
    return projection === null ? whole : projectRow(whole, projection);
  });
  if (page.number * page.size < found.length) context.pageRead(search.name, pageRows);
  return { kind: 'page', rows: shaped, pageNumber: page.number, total: found.length };
}

/** No search returns rows after this one. */
const maxRows = 100_000;

/** The page size of one search in the contract; in the documentation the default is 20 and the maximum 200. */
interface ContractPageSize {
  readonly default: number;
  readonly max: number;
}

/** The page that a request asks for; `number` counts from 1. */
interface SandboxPage {
  readonly number: number;
  readonly size: number;
}

/** Reads page number and size; throws a 422 for values below 1 and, when the settings say so, for too large pages. */
function readPaging(
  body: HandlerRequest['body'],
  contract: ContractPageSize,
  settings: SandboxSettings,
): SandboxPage {
  const sizes = settings.names === 'contract' ? contract : { default: 20, max: 200 };
  const max = Math.min(sizes.max, settings.pageSize);
  const requested = positive(body, 'page_size', Math.min(sizes.default, max));
  if (requested > max && settings.overMax === 'reject') {
    throw validationError(`Page Size: must be less than or equal to ${max}`);
  }
  return { number: positive(body, 'page_number', 1), size: Math.min(requested, max) };
}

/** The rows of a page, none after the end or the last row that a search returns. */
export function rowsOfPage<T>(rows: readonly T[], page: SandboxPage): readonly T[] {
  const start = (page.number - 1) * page.size;
  return rows.slice(start, Math.min(start + page.size, maxRows));
}

function positive(body: HandlerRequest['body'], name: string, fallback: number): number {
  const value = body[name];
  if (isBlank(value)) return fallback;
  const found = asInteger(value);
  if (found === undefined || found < 1)
    throw validationError(`${parameterLabel(name)}: must be greater than or equal to 1`);
  return found;
}

/** Whether a search knows a parameter, under the account's `names` option. */
function knownNames<T>(
  { filters = {}, controls }: SandboxSearch<T>,
  names: KnownBy,
): (name: string) => boolean {
  const knownBy = new Map<string, KnownBy>(Object.entries({ ...pagingControls, ...controls }));
  for (const [name, filter] of Object.entries(filters)) knownBy.set(name, filter.knownBy);
  return (name) => {
    const found = knownBy.get(name);
    return found !== undefined && isKnownName(names, found);
  };
}

/** The same key for all pages of a search: it holds everything else that the result depends on. */
function cacheKey<T>(
  search: SandboxSearch<T>,
  order: SortOrder<T> | null,
  body: HandlerRequest['body'],
  { user, now }: HandlerContext,
): string {
  const { page_number: _, page_size: __, fields: ___, ...others } = body;
  const time = others.age === undefined ? null : now;
  return JSON.stringify([search.name, order?.name, order?.descending, others, user.id, time]);
}

/** The tests of all filters with a value; adds 422s to `problems` and throws other errors. */
function readTests<T>(
  { filters = {}, visible }: SandboxSearch<T>,
  body: HandlerRequest['body'],
  context: HandlerContext,
  problems: string[],
): RowTest<T>[] {
  const tests = visible === undefined ? [] : [visible(body, context)];
  for (const [name, value] of Object.entries(body)) {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (filter === undefined || isBlank(value)) continue;
    try {
      tests.push(filter.read(value, name, context));
    } catch (error) {
      if (!(error instanceof SandboxError) || error.status !== 422) throw error;
      problems.push(error.message.replace('Invalid input: Validation errors: ', ''));
    }
  }
  return tests;
}

/** The positions of all rows in the requested order. Rows that `churn` moved are last, unless sorted by their modification. */
function orderedPositions<T extends { id: number }>(
  { name }: SandboxSearch<T>,
  rows: readonly T[],
  order: SortOrder<T> | null,
  context: HandlerContext,
): readonly number[] {
  const { index, moved } = context;
  const positions =
    order === null
      ? [...rows.keys()]
      : index.sorted(`${name} ${order.name} ${order.descending}`, () =>
          sortedPositions(rows, order, context),
        );
  const last = moved.get(name);
  if (last === undefined || order?.name === 'date_modified') return positions;
  const isMoved = (position: number): boolean => last.has(rows[position]?.id ?? 0);
  const lastPositions = new Map(positions.filter(isMoved).map((position) => [rows[position]?.id, position]));
  return [
    ...positions.filter((position) => !isMoved(position)),
    ...[...last].flatMap((id) => lastPositions.get(id) ?? []),
  ];
}
