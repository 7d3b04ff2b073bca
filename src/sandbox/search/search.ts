import { isBlank } from '../read-value.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Scene } from '../scene.ts';
import type { Shape } from '../shape.ts';
import { type Filters, type Known, knows, type Test } from './filter.ts';
import { type ContractSize, cutPage, readPage } from './paging.ts';
import { project, readProjection } from './projection.ts';
import { type Order, placesInOrder, readOrder, type Sorts } from './sort.ts';

/** One search of the API, as data. */
export interface Search<T> {
  readonly name: string;
  readonly rows: (scene: Scene) => readonly T[];
  readonly filters: Filters<T>;
  readonly sorts: Sorts<T>;
  /** The order without `sort_by`; null keeps the world's. */
  readonly usualSort: string | null;
  /** Parameters that are no filters, beside page_number and page_size. */
  readonly controls: Readonly<Record<string, Known>>;
  readonly size: ContractSize;
  readonly shape: Shape<T>;
  /** What is hidden unless the request says otherwise. */
  readonly visible?: (body: Ask['body']) => Test<T>;
}

/** Sorting by documented keys. */
export const SORTABLE = { sort_by: 'both', sort_direction: 'both' } as const;

const PAGING = { page_number: 'both', page_size: 'both' } as const;

/** Answers a search: names, filters, order, page, fields; a request with several problems hears of all. */
export function search<T extends { id: number }>(kind: Search<T>, ask: Ask): Answer {
  const { scene } = ask;
  const profile = scene.settings.names;
  const controls: Readonly<Record<string, Known>> = { ...PAGING, ...kind.controls };
  const isKnown = (name: string): boolean => {
    const known = Object.hasOwn(kind.filters, name) ? kind.filters[name]?.known : undefined;
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    const found = known ?? control;
    return found !== undefined && knows(profile, found);
  };
  const body = { ...Object.fromEntries([...ask.query].filter(([name]) => isKnown(name))), ...ask.body };
  const problems = Object.keys(body)
    .filter((name) => !isKnown(name))
    .map((name) => `Base: Unrecognized attributes specified: ${name}`);
  const tests = readTests(kind, body, scene, problems);
  if (problems.length > 0) throw invalid(...problems);
  const order = readOrder(kind.sorts, profile, body.sort_by, body.sort_direction, kind.usualSort);
  const page = readPage(body.page_number, body.page_size, kind.size, scene.settings);
  const projection = isBlank(body.fields) ? null : readProjection(body.fields);
  const found = inOrder(kind, order, scene).filter((row) => tests.every((test) => test(row)));
  const rows = cutPage(found, page).map((row) => {
    const shaped = kind.shape(row, ask);
    return projection === null ? shaped : project(shaped, projection);
  });
  return { kind: 'page', rows, pageNumber: page.number, total: found.length };
}

/** The tests of every filter that says something; 422s are collected, other refusals thrown at once. */
function readTests<T>(kind: Search<T>, body: Ask['body'], scene: Scene, problems: string[]): Test<T>[] {
  const tests = kind.visible === undefined ? [] : [kind.visible(body)];
  for (const [name, value] of Object.entries(body)) {
    const filter = Object.hasOwn(kind.filters, name) ? kind.filters[name] : undefined;
    if (filter === undefined || isBlank(value)) continue;
    try {
      tests.push(filter.read(value, name, scene));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error;
      problems.push(error.message.replace('Invalid input: Validation errors: ', ''));
    }
  }
  return tests;
}

/** All rows in the order asked for; orders are worked out once. */
function inOrder<T extends { id: number }>(
  kind: Search<T>,
  order: Order<T> | null,
  scene: Scene,
): readonly T[] {
  const rows = kind.rows(scene);
  if (order === null) return rows;
  const name = `${kind.name} ${order.name} ${order.descending}`;
  const places = scene.index.places(name, () => placesInOrder(rows, order, scene));
  const ordered: T[] = [];
  for (const place of places) {
    const row = rows[place];
    if (row !== undefined) ordered.push(row);
  }
  return ordered;
}
