import type { Opportunity, World } from '../../../../src/sandbox/sandbox.ts';

/** Rows that share their labels. */
export interface Expected<Row> {
  readonly labels: readonly string[];
  readonly rows: readonly Row[];
}

/** Rows in every pair of the labels that they have; no label is `(none)`. */
export function grouped<Row>(
  rows: readonly Row[],
  ...by: readonly ((row: Row) => readonly (string | null | undefined)[])[]
): Expected<Row>[] {
  const groups = new Map<string, { labels: string[]; rows: Row[] }>();
  for (const row of rows) {
    let pairs: string[][] = [[]];
    for (const labelsOf of by) {
      const labels = [...new Set(labelsOf(row).map((label) => label || '(none)'))];
      const these = labels.length === 0 ? ['(none)'] : labels;
      pairs = pairs.flatMap((pair) => these.map((label) => [...pair, label]));
    }
    for (const labels of pairs) {
      const group = groups.get(labels.join('\t')) ?? { labels, rows: [] };
      group.rows.push(row);
      groups.set(labels.join('\t'), group);
    }
  }
  return [...groups.values()];
}

/** Whole cents, added up. */
export const centsOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 100), 0);

/** True for deals of pipelines that earn. */
export const earns = ({ pipelines }: World, { pipeline_id: id }: Opportunity): boolean =>
  pipelines.find((pipeline) => pipeline.id === id)?.is_revenue === true;

/**
 * `key⇥currency⇥count⇥sum` of each group as a table shows it: what has no value and what earns nothing counts with dollars, which most
 * deals have.
 */
export function moneyLines(world: World, groups: readonly Expected<Opportunity>[]): string[] {
  return groups.flatMap(({ labels, rows }) =>
    ['USD', 'EUR', 'GBP'].flatMap((unit) => {
      const counted = rows.filter(
        (deal) => (deal.monetary_value === null || !earns(world, deal) ? 'USD' : deal.monetary_unit) === unit,
      );
      const valued = counted.filter((deal) => deal.monetary_value !== null && earns(world, deal));
      const sum = valued.length === 0 ? '' : centsOf(valued.map((deal) => deal.monetary_value)) / 100;
      return counted.length === 0 ? [] : [[...labels, unit, counted.length, sum].join('\t')];
    }),
  );
}

/** The value of a custom field by its label. */
export function customOf(world: World, row: Pick<Opportunity, 'custom_fields'>, label: string) {
  const field = world.customFields.find(({ name }) => name === label);
  const value = row.custom_fields.find((slot) => slot.custom_field_definition_id === field?.id)?.value;
  return { value: value ?? null, options: field?.options ?? [] };
}

/** The labels of the options that a custom field holds. */
export function optionsOf(world: World, row: Pick<Opportunity, 'custom_fields'>, label: string): string[] {
  const { value, options } = customOf(world, row, label);
  return [value].flat().flatMap((id) => options.find((option) => option.id === id)?.name ?? []);
}

/** The name of what has this id; `(none)` for nothing. */
export const nameOf = (all: readonly { id: number; name: string }[], id: number | null): string =>
  all.find((one) => one.id === id)?.name ?? '(none)';
