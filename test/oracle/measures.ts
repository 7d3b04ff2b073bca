import type { Account } from './account.ts';
import type { Making } from './condition.ts';
import { customFieldsOf } from './custom.ts';
import { statuses } from './deals.ts';
import { type Fact, numberIn } from './facts.ts';
import type { Kind } from './kind.ts';

/** Something of a record that can be added up. */
interface Quantity {
  readonly name: string;
  /** The fact that holds its currency, where it is money. */
  readonly currency?: string;
  of(fact: Fact): number | null;
}

type How = 'sum' | 'average' | 'min' | 'max' | 'median';

/** One measure: what is made of which quantity, and what its column is called. */
export interface Measure {
  readonly asked: string;
  readonly name: string;
  readonly how: How;
  readonly quantity: Quantity;
}

const own = (name: string, of: string, currency?: string): Quantity => ({
  name,
  of: ({ values: { [of]: value } }) => numberIn(value),
  ...(currency === undefined ? {} : { currency }),
});

/** The value times the chance to win: the deal's own, else by how it ended, else that of its stage. */
function weighted({ world }: Account): Quantity {
  const stages = world.pipelines.flatMap((pipeline) => pipeline.stages);
  return {
    name: 'weighted value',
    currency: 'currency',
    of({ values }) {
      const value = numberIn(values.value);
      const ended =
        values.status === 'Won' ? 100 : statuses.slice(2).some((one) => one === values.status) ? 0 : null;
      const ofStage = stages.find(({ id }) => id === values.stage)?.win_probability ?? null;
      const chance = numberIn(values.probability) ?? ended ?? ofStage;
      return value === null || chance === null ? null : (value * chance) / 100;
    },
  };
}

function quantitiesOf(account: Account, kind: Kind): readonly Quantity[] {
  const numeric = ['Float', 'Currency', 'Percentage'];
  const custom =
    kind.type === 'activity'
      ? []
      : customFieldsOf(account, kind.type)
          .filter(({ data_type }) => numeric.includes(data_type))
          .map(({ name }) => own(name, name));
  const interactions = own('interactions', 'interactions');
  switch (kind.name) {
    case 'opportunities':
      return [
        ...[own('value', 'value', 'currency'), own('value', 'value', 'currency'), weighted(account)],
        ...[own('converted value', 'converted', 'converted currency'), own('probability', 'probability')],
        ...[interactions, ...custom],
      ];
    case 'leads':
      return [
        own('value', 'value', 'currency'),
        own('converted value', 'converted value', 'converted currency'),
        ...[interactions, ...custom],
      ];
    case 'people':
    case 'companies':
      return [interactions, ...custom];
    default:
      return [];
  }
}

/** Up to two measures of a kind of record. */
export function randomMeasures(kind: Kind, { account, random }: Making): Measure[] {
  const quantities = quantitiesOf(account, kind);
  if (quantities.length === 0 || random.chance(0.4)) return [];
  const found: Measure[] = [];
  for (let left = random.pick([1, 1, 2]); left > 0; left--) {
    const quantity = random.pick(quantities);
    const how = random.pick(['sum', 'sum', 'average', 'min', 'max', 'median'] as const);
    const isSaid = quantity.name === 'weighted value' && how === 'sum';
    const name = isSaid ? quantity.name : `${how} ${quantity.name}`;
    const said = random.pick([name, `${how} of ${quantity.name}`]);
    if (!found.some((one) => one.name === name))
      found.push({ asked: isSaid ? name : said, name, how, quantity });
  }
  return found;
}

/** What is made of some numbers; null of none. */
export function result(how: How, numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return null;
  const sum = sorted.reduce((all, one) => all + one, 0);
  switch (how) {
    case 'sum':
      return sum;
    case 'average':
      return sum / sorted.length;
    case 'min':
      return least;
    case 'max':
      return most;
    case 'median': {
      const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
      return (low + high) / 2;
    }
  }
}
