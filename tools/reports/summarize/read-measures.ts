import { nearestNames, normalizeName } from '../../../src/names/nearest-names.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { Aggregate } from '../number-stats.ts';
import { type Pipelines, readPipelines } from './pipelines.ts';
import { customNumberQuantity, type Quantity } from './quantities.ts';
import type { SummaryKind } from './summary-kinds.ts';

/** One measure: what is made of which quantity. */
export interface Measure {
  /** The name of its column: `sum value`, `weighted value`. */
  readonly name: string;
  /** The place of its quantity among those that are read. */
  readonly quantity: number;
  readonly by: Aggregate;
}

/** What is measured beside the count of rows. */
export interface Measures {
  readonly quantities: readonly Quantity[];
  readonly measures: readonly Measure[];
  /** Of the pipelines, where money of deals is measured. */
  readonly pipelines: Pipelines | undefined;
}

const functions: Readonly<Record<string, Aggregate>> = {
  sum: 'sum',
  total: 'sum',
  average: 'average',
  avg: 'average',
  mean: 'average',
  min: 'min',
  minimum: 'min',
  smallest: 'min',
  lowest: 'min',
  max: 'max',
  maximum: 'max',
  largest: 'max',
  biggest: 'max',
  highest: 'max',
  median: 'median',
};

/** Types of custom fields that hold numbers. */
const numeric = ['Float', 'Currency', 'Percentage'];

const isCount = (text: string) =>
  /^(?:counts?|number|(?:count|number|how many)(?: of)? (?:opportunities|deals|leads|people|contacts|companies|tasks|activities|records|rows))$/.test(
    normalizeName(text),
  );

const functionOf = (word: string | undefined) =>
  word !== undefined && Object.hasOwn(functions, word) ? functions[word] : undefined;

/** `sum of value`, `value sum`: the function and what it is of; either may be missing. */
function split(said: string): { readonly by?: Aggregate; readonly of: string } {
  const words = said.split(' ').filter((word) => word !== 'of' && word !== 'the');
  const [first, last] = [functionOf(words[0]), functionOf(words.at(-1))];
  if (first !== undefined) return { by: first, of: words.slice(1).join(' ') };
  return last === undefined ? { of: words.join(' ') } : { by: last, of: words.slice(0, -1).join(' ') };
}

/**
 * What an agent wants to know of each group: `count`, `sum value`, `avg ARR`, `median of value`, `weighted value`.
 *
 * @throws ToolError `unknown_name` that lists the measures this kind of record has
 */
export async function readMeasures(
  given: readonly string[],
  kind: SummaryKind,
  context: ReportContext,
): Promise<Measures> {
  const { record } = kind.tool.returns;
  let known: Promise<Pipelines> | undefined;
  const pipelines = () => {
    known ??= readPipelines(context);
    return known;
  };

  async function fields() {
    const all = record.entity === undefined ? [] : await context.names.customFields(record.entity);
    return all.filter(({ type }) => numeric.includes(type));
  }

  const own = (name: string) => kind.quantities.find(({ names }) => names.includes(name))?.make(pipelines);

  async function custom(...names: readonly string[]) {
    const field = (await fields()).find(
      ({ id, name }) => names.includes(normalizeName(name)) || names.includes(`${id}`),
    );
    if (field === undefined) return undefined;
    const [read] = await context.columns(record, [String(field.id)]);
    return read === undefined
      ? undefined
      : { quantity: customNumberQuantity(field, read), label: normalizeName(field.name) };
  }

  async function unknown(text: string): Promise<ToolError> {
    const names = [
      ...kind.quantities.map(({ names: [name = ''] }) => name),
      ...(await fields()).map(({ name }) => name),
    ];
    const near = nearestNames(split(normalizeName(text)).of, names, 3);
    const hint = near.length > 0 && names.length > 3 ? ` Nearest: ${near.join(', ')}.` : '';
    const all =
      names.length === 0
        ? 'There is only count.'
        : `Measures of ${kind.word}: count; sum, average, min, max or median of ${names.join(', ')}.`;
    return new ToolError(
      'unknown_name',
      `There is no measure "${text.slice(0, 60)}" of ${kind.word}.${hint} ${all}`,
    );
  }

  async function read(text: string) {
    const said = normalizeName(text);
    const { by, of } = split(said);
    const mine = await (own(said) ?? own(of));
    if (mine !== undefined) return { quantity: mine, by };
    // A field may be called "Total seats".
    const found = await custom(said, of);
    return found && { quantity: found.quantity, by: found.label === said ? undefined : by };
  }

  async function each(text: string): Promise<NonNullable<Awaited<ReturnType<typeof read>>>[]> {
    if (isCount(text)) return [];
    const whole = await read(text);
    if (whole !== undefined) return [whole];
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    if (parts.length < 2) throw await unknown(text);
    return (await Promise.all(parts.map(each))).flat();
  }

  const quantities: Quantity[] = [];
  const measures: Measure[] = [];
  for (const { quantity, by = quantity.adds ? 'sum' : 'average' } of (
    await Promise.all(given.map(each))
  ).flat()) {
    const name = (by === 'sum' ? quantity.sumName : undefined) ?? `${by} ${quantity.name}`;
    const before = quantities.findIndex((one) => one.name === quantity.name);
    if (before < 0) quantities.push(quantity);
    if (!measures.some((one) => one.name === name))
      measures.push({ name, quantity: before < 0 ? quantities.length - 1 : before, by });
  }
  const earns = kind.pipelines && quantities.some(({ currency }) => currency !== undefined);
  return { quantities, measures, pipelines: earns ? await pipelines() : undefined };
}
