import {
  byKeys,
  matchesSelection,
  negated,
  presenceOf,
  refuseAllOf,
  type Selection,
} from '../../src/input/selection.ts';
import { isNotNumber, isObject, type JsonObject, type JsonValue, numberOf } from '../../src/tool/json.ts';
import type { CustomField, Entity } from '../../src/tool/names.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, type NumberRange, numberRange } from './amounts.ts';
import { optionMatcher } from './custom-field-options.ts';
import {
  dayMatcher,
  isInRange,
  noNumber,
  onlyTextOf,
  presenceTest,
  textMatcher,
  understoodValues,
  withTextRemarks,
} from './local-filters.ts';
import type { RequestPart } from './parameter.ts';
import { daysPart, rangeBody } from './ranges.ts';
import { readSelection } from './read-selection.ts';

/** How a search can filter by custom fields under the contract. */
export interface CustomFieldSearch {
  readonly entity: Entity;
  /** True if `minimum_value` and `maximum_value` exist. */
  readonly ranges: boolean;
  /** True if `option: "ANY"` exists. */
  readonly option: boolean;
}

/** The only value, if a field cannot be searched for several. */
function onlyValue(field: CustomField, values: readonly string[]): string {
  const [only = '', second] = values;
  if (second === undefined) return only;
  throw new ToolError(
    'invalid_input',
    `Custom field ${quoted(field.name)} takes one value or range at a time.`,
  );
}

function yesOrNo(field: CustomField, value: string): boolean {
  if (/^(true|yes|1)$/i.test(value)) return true;
  if (/^(false|no|0)$/i.test(value)) return false;
  throw new ToolError(
    'invalid_input',
    `Custom field ${quoted(field.name)} is yes or no, not ${quoted(value)}.`,
  );
}

function recordIds(field: CustomField, values: readonly string[]): number[] {
  const wrong = values.find((value) => !/^\d{1,15}$/.test(value));
  if (wrong === undefined) return values.map(Number);
  throw new ToolError(
    'invalid_input',
    `Custom field ${quoted(field.name)} refers to records; give their ids, not ${quoted(wrong)}.`,
  );
}

function rawValue(row: JsonObject, field: CustomField): JsonValue | undefined {
  const values = Array.isArray(row.custom_fields) ? row.custom_fields : [];
  const found = values.find((item) => isObject(item) && item.custom_field_definition_id === field.id);
  return isObject(found) ? found.value : undefined;
}

/** A condition that Copper cannot check on the raw value of a custom field. */
const checkedHere = (
  field: CustomField,
  matches: (value: JsonValue | undefined) => boolean,
  understood?: string,
): RequestPart => ({
  localFilters: [
    {
      name: field.name,
      ...(understood === undefined ? {} : { understood }),
      sourceFields: ['custom_fields'],
      test: (row) => matches(rawValue(row, field)),
    },
  ],
  ...(understood === undefined ? {} : { understood }),
});

const listOf = (value: JsonValue | undefined): (string | number)[] =>
  [value ?? []].flat().flatMap((one) => (typeof one === 'number' || typeof one === 'string' ? [one] : []));

/** What a selection of ids becomes: conditions for Copper if it excludes nothing. */
function idsPart(
  field: CustomField,
  selection: Selection<number | string>,
  several: boolean,
  option: boolean,
): RequestPart {
  const { anyOf, allOf, noneOf, orEmpty, notEmpty } = selection;
  const condition = (ids: readonly (string | number)[]): JsonObject => ({
    custom_field_definition_id: field.id,
    value: [...new Set(ids)],
    ...(several && option ? { option: 'ANY' } : {}),
  });
  const lists = [...(anyOf.length === 0 || orEmpty ? [] : [anyOf]), ...allOf];
  // Whether several options mean any or all of them is not known if the contract has no word for it.
  const isKnown = lists.every((list) => !several || option || new Set(list).size === 1);
  const isWhole = lists.length > 0 && noneOf.length === 0 && !orEmpty && !notEmpty && isKnown;
  if (isWhole) return { body: { custom_fields: lists.map(condition) } };
  return {
    ...(isKnown && lists.length > 0 ? { body: { custom_fields: lists.map(condition) } } : {}),
    ...checkedHere(field, (value) => matchesSelection(selection, listOf(value)), selection.understood),
  };
}

/** Texts, numbers and days: any of what is given, none of what is excluded. */
function valuesPart(
  field: CustomField,
  given: readonly string[],
  matcherOf: (text: string) => (value: JsonValue | undefined) => boolean,
): RequestPart {
  const values = [...new Set(given)];
  const some = values.filter((value) => negated(value) === undefined).map(matcherOf);
  const excluded = values.flatMap((value) => negated(value) ?? []);
  const not = excluded.map(matcherOf);
  return checkedHere(
    field,
    (value) =>
      (some.length === 0 || some.some((matches) => matches(value))) && !not.some((matches) => matches(value)),
    understoodValues(
      excluded.length === 0 ? [] : values.filter((value) => negated(value) === undefined),
      excluded,
    ),
  );
}

/** The types of custom fields that hold texts. */
const textTypes = ['String', 'Text', 'URL'];

/**
 * One filter on a custom field. What Copper cannot search by (text, links, what is excluded; ranges if the contract has none) the
 * pipeline filters by.
 *
 * @throws ToolError `invalid_input` or `unknown_name`
 */
export async function customFieldPart(
  field: CustomField,
  values: readonly string[],
  search: CustomFieldSearch,
  context: RequestContext,
): Promise<RequestPart> {
  const made = await conditionPart(field, values, search, context);
  const textsOf = (row: JsonObject) => listOf(rawValue(row, field)).map(String);
  const isText = textTypes.includes(field.type);
  const part = isText ? withTextRemarks(made, [field.name, values], textsOf, context) : made;
  const given = onlyTextOf(values);
  if (given === undefined) return part;
  const text = field.type === 'Checkbox' ? String(yesOrNo(field, given)) : given;
  return { ...part, fixedFields: [{ of: field.id, text }] };
}

/** The condition that the values of a filter on a custom field make. */
async function conditionPart(
  field: CustomField,
  values: readonly string[],
  search: CustomFieldSearch,
  context: RequestContext,
): Promise<RequestPart> {
  if (field.type === 'Dropdown' || field.type === 'MultiSelect') {
    const selection = await readSelection(values, optionMatcher(field, context.note));
    if (field.type === 'Dropdown') refuseAllOf(selection, field.name);
    const { understood } = selection;
    const part = idsPart(
      field,
      byKeys(selection, ({ id }) => id),
      field.type === 'MultiSelect',
      search.option,
    );
    return { ...part, ...(understood === undefined ? {} : { understood }) };
  }
  const [first = '', second] = values;
  const presence = second === undefined ? presenceOf(first) : undefined;
  if (presence !== undefined)
    return {
      localFilters: [
        {
          name: field.name,
          understood: presence,
          sourceFields: ['custom_fields'],
          test: presenceTest(presence, (row) => rawValue(row, field)),
        },
      ],
      understood: presence,
    };
  const isExcluding = values.some((value) => negated(value) !== undefined);
  const body = (condition: JsonObject): RequestPart => ({
    body: { custom_fields: [{ custom_field_definition_id: field.id, ...condition }] },
  });
  switch (field.type) {
    case 'Checkbox': {
      if (!isExcluding) return body({ value: yesOrNo(field, onlyValue(field, values)) });
      return valuesPart(field, values, (text) => {
        const wanted = yesOrNo(field, text);
        return (value) => (value === true) === wanted;
      });
    }
    case 'String':
    case 'Text':
    case 'URL':
      return valuesPart(field, values, (text) => {
        const matches = textMatcher([text]);
        return (value) => matches(String(value ?? ''));
      });
    case 'Connect':
      return valuesPart(field, values, (text) => {
        const ids = recordIds(field, [text]);
        return (value) => listOf(value).some((id) => ids.includes(Number(id)));
      });
    case 'Date': {
      if (isExcluding) return valuesPart(field, values, (text) => dayMatcher(text, context));
      const read = (row: JsonObject) => rawValue(row, field);
      const send = (range: NumberRange) => body(rangeBody('value', range)).body ?? {};
      const dayField = { name: field.name, read, ...(search.ranges ? { send } : {}) };
      return daysPart(dayField, onlyValue(field, values), context);
    }
    default: {
      const rangeOf = (text: string) => {
        const range = numberRange(text, field.type === 'Percentage');
        if (range.currency) context.note(anyCurrency(field.name));
        return range;
      };
      const here = valuesPart(field, isExcluding ? values : [onlyValue(field, values)], (text) => {
        const range = rangeOf(text);
        return (value) =>
          isInRange(numberOf(value), range, () => {
            if (isNotNumber(value)) context.note(noNumber(field.name, String(value)));
          });
      });
      if (isExcluding || !search.ranges) return here;
      // The contract takes whole numbers only: the rest of the range is checked here.
      const range = rangeOf(first);
      const wide = { from: range.from && Math.floor(range.from), to: range.to && Math.ceil(range.to) };
      const isWhole = wide.from === range.from && wide.to === range.to;
      const understood = range.text === undefined ? {} : { understood: range.text };
      return { ...body(rangeBody('value', wide)), ...(isWhole ? {} : here), ...understood };
    }
  }
}
