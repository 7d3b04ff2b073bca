import { fieldCalled } from '../../../src/names/custom-field-names.ts';
import { isSameName } from '../../../src/names/spelling.ts';
import { normalizeName } from '../../../src/names/suggestions.ts';
import { unknownWordError } from '../../../src/names/unknown-name.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { listedNames, quoted } from '../../../src/tool/sentences.ts';
import type { ToolError } from '../../../src/tool/tool-error.ts';
import type { Aggregate } from '../number-stats.ts';
import { type Pipelines, readPipelines } from './pipelines.ts';
import { customNumberQuantity, type Quantity } from './quantities.ts';
import { customFieldColumn, customFieldsOf, readEach, wordMap } from './read-dimensions.ts';
import type { SummaryKind } from './summary-kinds.ts';

/** One measure: an aggregate of a quantity. */
export interface Measure {
  /** The name of its column: `sum value`, `weighted value`. */
  readonly name: string;
  readonly quantity: Quantity;
  readonly by: Aggregate;
}

/** What is measured beside the count of rows. */
export interface Measures {
  /** The quantities of all measures, each once. */
  readonly quantities: readonly Quantity[];
  readonly measures: readonly Measure[];
  /** If money of deals is measured. */
  readonly pipelines: Pipelines | undefined;
}

const aggregates = wordMap<Aggregate>(
  ['sum', 'sum, total'],
  ['average', 'average, avg, mean'],
  ['min', 'min, minimum, smallest, lowest'],
  ['max', 'max, maximum, largest, biggest, highest'],
  ['median', 'median'],
);

/** Types of custom fields that hold numbers. */
const numericTypes = ['Float', 'Currency', 'Percentage'];

const isCount = (text: string) =>
  /^(?:counts?|number|(?:count|number|how many)(?: of)? (?:opportunities|deals|leads|people|contacts|companies|tasks|activities|records|rows))$/.test(
    normalizeName(text),
  );

/** `sum of value`, `value sum`: the aggregate and the quantity; either may be missing. */
function split(text: string): { readonly by?: Aggregate; readonly of: string } {
  const words = text
    .trim()
    .replace(/^(\p{L}+)\s*\((.*)\)$/su, '$1 $2')
    .split(/\s+/)
    .filter((word) => !/^(?:of|the)$/i.test(word));
  const aggregateOf = (word = '') => aggregates.get(word.toLowerCase());
  const [first, last] = [aggregateOf(words[0]), aggregateOf(words.at(-1))];
  if (first !== undefined) return { by: first, of: words.slice(1).join(' ') };
  return last === undefined ? { of: words.join(' ') } : { by: last, of: words.slice(0, -1).join(' ') };
}

interface MeasuredQuantity {
  readonly quantity: Quantity;
  readonly by: Aggregate | undefined;
}

/** Each quantity once, and the measures of them by their names. */
function combine(found: readonly MeasuredQuantity[]): Omit<Measures, 'pipelines'> {
  const quantities = new Map<string, Quantity>();
  const measures = new Map<string, Measure>();
  for (const one of found) {
    const quantity = quantities.get(one.quantity.name) ?? one.quantity;
    quantities.set(quantity.name, quantity);
    const by = one.by ?? (quantity.isAdditive ? 'sum' : 'average');
    const name = (by === 'sum' ? quantity.sumName : undefined) ?? `${by} ${quantity.name}`;
    if (!measures.has(name)) measures.set(name, { name, quantity, by });
  }
  return { quantities: [...quantities.values()], measures: [...measures.values()] };
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

  const numericFields = async () =>
    (await customFieldsOf(record, context)).filter(({ type }) => numericTypes.includes(type));

  const recordQuantity = (name: string) =>
    kind.quantities
      .find(({ names }) => names.some((one) => one === name || isSameName(one, name)))
      ?.create(pipelines);

  async function read(text: string): Promise<readonly MeasuredQuantity[] | undefined> {
    if (isCount(text)) return [];
    const whole = text.trim();
    const { by, of } = split(whole);
    const quantity = await (recordQuantity(whole) ?? recordQuantity(of));
    if (quantity !== undefined) return [{ quantity, by }];
    const field = fieldCalled(text, await numericFields()) ?? fieldCalled(of, await numericFields());
    const column = field === undefined ? undefined : await customFieldColumn(field, record, context);
    if (field === undefined || column === undefined) return undefined;
    // A field may be called "Total seats".
    const isWhole = isSameName(field.name, text);
    return [{ quantity: customNumberQuantity(field, column), by: isWhole ? undefined : by }];
  }

  async function unknown(text: string): Promise<ToolError> {
    const names = [
      ...kind.quantities.map(({ names: [name = ''] }) => name),
      ...(await numericFields()).map(({ name }) => name),
    ];
    return unknownWordError(`${record.plural} have no measure ${quoted(text)}.`, split(text).of, {
      candidates: names.length > 3 ? names : [],
      most: 3,
      available:
        names.length === 0
          ? 'The only one is count.'
          : `Measures of ${record.plural}: count; sum, average, min, max or median of ${listedNames(names)}.`,
    });
  }

  const combined = combine(await readEach(given, read, unknown));
  const isMoney = combined.quantities.some(({ currency }) => currency !== undefined);
  return { ...combined, pipelines: kind.hasPipelines && isMoney ? await pipelines() : undefined };
}
