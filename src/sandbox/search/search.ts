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
  readonly visible?: (body: Ask['body'], scene: Scene) => Test<T>;
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
  const rows = kind.rows(scene);
  const found = scene.index.results(keyOf(kind, order, body, scene), () =>
    placesOf(kind, rows, order, scene).filter((place) => {
      const row = rows[place];
      return row !== undefined && tests.every((test) => test(row));
    }),
  );
  const answered = cutPage(found, page).flatMap((place) => rows[place] ?? []);
  const shaped = answered.map((row) => {
    const whole = kind.shape(row, ask);
    return projection === null ? whole : project(whole, projection);
  });
  if (page.number * page.size < found.length) scene.pageRead(kind.name, answered);
  return { kind: 'page', rows: shaped, pageNumber: page.number, total: found.length };
}

/** What tells one question apart from another: all but its page; whose key it is, and the hour where age counts. */
function keyOf<T>(kind: Search<T>, order: Order<T> | null, body: Ask['body'], { user, now }: Scene): string {
  const { page_number: _, page_size: __, fields: ___, ...asked } = body;
  const hour = asked.age === undefined ? null : now;
  return JSON.stringify([kind.name, order?.name, order?.descending, asked, user.id, hour]);
}

/** The tests of every filter that says something; 422s are collected, other refusals thrown at once. */
function readTests<T>(kind: Search<T>, body: Ask['body'], scene: Scene, problems: string[]): Test<T>[] {
  const tests = kind.visible === undefined ? [] : [kind.visible(body, scene)];
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

/** Places of all rows in the order asked for; orders are worked out once. An edit moves a record, unless the order shows it. */
function placesOf<T extends { id: number }>(
  kind: Search<T>,
  rows: readonly T[],
  order: Order<T> | null,
  scene: Scene,
): readonly number[] {
  const { index, moved } = scene;
  const name = `${kind.name} ${order?.name} ${order?.descending}`;
  const places =
    order === null ? [...rows.keys()] : index.places(name, () => placesInOrder(rows, order, scene));
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
