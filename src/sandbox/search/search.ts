import type { HandlerContext, HandlerRequest } from '../handler-context.ts';
import { isBlank } from '../read-value.ts';
import { SandboxError, validationError } from '../refusal.ts';
import type { HandlerResult } from '../reply.ts';
import type { ShapeRow } from '../shape.ts';
import { isKnownName, type KnownBy, type RowTest, type SearchFilters } from './filter.ts';
import { type ContractPageSize, readPage, rowsOfPage } from './paging.ts';
import { projectRow, readProjection } from './projection.ts';
import { readOrder, type SortKeys, type SortOrder, sortedPositions } from './sort.ts';

/** One search of the API, as data. */
export interface SandboxSearch<T> {
  readonly name: string;
  readonly rows: (context: HandlerContext) => readonly T[];
  readonly filters: SearchFilters<T>;
  readonly sorts: SortKeys<T>;
  /** The order without `sort_by`; null keeps the world's. */
  readonly defaultSort: string | null;
  /** Parameters that are no filters, beside page_number and page_size. */
  readonly controls: Readonly<Record<string, KnownBy>>;
  readonly pageSize: ContractPageSize;
  readonly shape: ShapeRow<T>;
  /** What is hidden unless the request says otherwise. */
  readonly visible?: (body: HandlerRequest['body'], context: HandlerContext) => RowTest<T>;
}

/** Sorting by documented keys. */
export const sortControls = { sort_by: 'both', sort_direction: 'both' } as const;

const pagingControls = { page_number: 'both', page_size: 'both' } as const;

/** Answers a search: names, filters, order, page, fields; a request with several problems hears of all. */
export function answerSearch<T extends { id: number }>(
  kind: SandboxSearch<T>,
  request: HandlerRequest,
): HandlerResult {
  const { context } = request;
  const profile = context.settings.names;
  const controls: Readonly<Record<string, KnownBy>> = { ...pagingControls, ...kind.controls };
  const isKnown = (name: string): boolean => {
    const known = Object.hasOwn(kind.filters, name) ? kind.filters[name]?.knownBy : undefined;
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    const found = known ?? control;
    return found !== undefined && isKnownName(profile, found);
  };
  const body = {
    ...Object.fromEntries([...request.query].filter(([name]) => isKnown(name))),
    ...request.body,
  };
  const problems = Object.keys(body)
    .filter((name) => !isKnown(name))
    .map((name) => `Base: Unrecognized attributes specified: ${name}`);
  const tests = readTests(kind, body, context, problems);
  if (problems.length > 0) throw validationError(...problems);
  const order = readOrder(kind.sorts, profile, body.sort_by, body.sort_direction, kind.defaultSort);
  const page = readPage(body.page_number, body.page_size, kind.pageSize, context.settings);
  const projection = isBlank(body.fields) ? null : readProjection(body.fields);
  const rows = kind.rows(context);
  const found = context.index.results(queryKey(kind, order, body, context), () =>
    orderedPositions(kind, rows, order, context).filter((place) => {
      const row = rows[place];
      return row !== undefined && tests.every((test) => test(row));
    }),
  );
  const answered = rowsOfPage(found, page).flatMap((place) => rows[place] ?? []);
  const shaped = answered.map((row) => {
    const whole = kind.shape(row, request);
    return projection === null ? whole : projectRow(whole, projection);
  });
  if (page.number * page.size < found.length) context.pageRead(kind.name, answered);
  return { kind: 'page', rows: shaped, pageNumber: page.number, total: found.length };
}

/** What tells one question apart from another: all but its page; whose key it is, and the hour where age counts. */
function queryKey<T>(
  kind: SandboxSearch<T>,
  order: SortOrder<T> | null,
  body: HandlerRequest['body'],
  { user, now }: HandlerContext,
): string {
  const { page_number: _, page_size: __, fields: ___, ...asked } = body;
  const hour = asked.age === undefined ? null : now;
  return JSON.stringify([kind.name, order?.name, order?.descending, asked, user.id, hour]);
}

/** The tests of every filter that says something; 422s are collected, other refusals thrown at once. */
function readTests<T>(
  kind: SandboxSearch<T>,
  body: HandlerRequest['body'],
  context: HandlerContext,
  problems: string[],
): RowTest<T>[] {
  const tests = kind.visible === undefined ? [] : [kind.visible(body, context)];
  for (const [name, value] of Object.entries(body)) {
    const filter = Object.hasOwn(kind.filters, name) ? kind.filters[name] : undefined;
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

/** Places of all rows in the order asked for; orders are worked out once. An edit moves a record, unless the order shows it. */
function orderedPositions<T extends { id: number }>(
  kind: SandboxSearch<T>,
  rows: readonly T[],
  order: SortOrder<T> | null,
  context: HandlerContext,
): readonly number[] {
  const { index, moved } = context;
  const name = `${kind.name} ${order?.name} ${order?.descending}`;
  const places =
    order === null ? [...rows.keys()] : index.positions(name, () => sortedPositions(rows, order, context));
  const last = moved.get(kind.name);
  return last === undefined || order?.name === 'date_modified' ? places : movedLast(rows, places, last);
}

/** Lets the records that were moved come last, the latest of them at the end. */
function movedLast(
  rows: readonly { id: number }[],
  places: readonly number[],
  last: ReadonlySet<number>,
): number[] {
  const placeOf = new Map<number, number>();
  const stay = places.filter((place) => {
    const id = rows[place]?.id;
    if (id === undefined || !last.has(id)) return true;
    placeOf.set(id, place);
    return false;
  });
  return [...stay, ...[...last].flatMap((id) => placeOf.get(id) ?? [])];
}
