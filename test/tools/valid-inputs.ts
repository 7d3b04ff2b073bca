import fc from 'fast-check';
import type { CustomField } from '../../src/tool/names.ts';
import type { SearchTool } from '../../tools/inputs/search.ts';
import { counts, days, one, some, valuesOf, word } from './valid-values.ts';

/** As a filter takes it: one text, a list as JSON. */
const asText = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : String(value));

function customValue({ type, options }: CustomField): fc.Arbitrary<unknown> {
  if (options.length > 0) return some(one(...options.map(({ name }) => name)));
  if (type === 'Checkbox') return fc.boolean();
  if (type === 'Date') return days;
  return ['Float', 'Currency', 'Percentage'].includes(type) ? counts : word;
}

/** Filters on what the tool has no input for, and on the custom fields that Copper can search by. */
function filtersOf(tool: SearchTool, filters: readonly string[], custom: readonly CustomField[]) {
  const reach = (name: string, value: fc.Arbitrary<unknown>) =>
    value.map((given) => ({ name, value: asText(given) }));
  const searchable = custom.filter(({ type }) => !['String', 'Text', 'URL', 'Connect'].includes(type));
  const all = [
    ...filters.map((name) => reach(name, valuesOf(tool.name, name))),
    ...searchable.map((field) => reach(field.name, customValue(field))),
  ];
  return fc.uniqueArray(fc.oneof(...all), { maxLength: 4, selector: ({ name }) => name });
}

/** Unambiguous arguments, in any combination. */
export function validInputs(
  tool: SearchTool,
  filters: readonly string[],
  custom: readonly CustomField[],
): fc.Arbitrary<Record<string, unknown>> {
  const { record } = tool.returns;
  const own = Object.keys(tool.parameters).filter((name) => name !== 'filters' && name !== 'sort');
  const labels = custom.map(({ name }) => name);
  const field = one(...Object.keys(record.fields), ...labels, '*', ...record.shown.map((name) => `+${name}`));
  const shape: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(own.map((name) => [name, valuesOf(tool.name, name)])),
    filters: filtersOf(tool, filters, custom).filter((list) => list.length > 0),
    fields: some(field),
    limit: fc.nat(25),
    offset: fc.nat(700),
  };
  const inputs = fc.record(shape, { requiredKeys: [] });
  // A stage is looked up in the pipeline that is given beside it, so only an id is unambiguous there.
  return inputs.map((input) => (input.pipeline && input.stage ? { ...input, stage: '987792' } : input));
}

/** What only `filters` reaches, in the names of the contract. */
export function filterNames(tool: SearchTool): string[] {
  const own = new Set(
    Object.entries(tool.parameters).flatMap(([name, { sends }]) => (name === 'filters' ? [] : sends)),
  );
  const sent = tool.parameters.filters?.sends ?? [];
  return sent.filter((name) => name !== 'custom_fields' && !own.has(name));
}
