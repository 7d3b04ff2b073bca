import type { CustomFieldDefinition } from '../../src/sandbox/sandbox.ts';
import { type Condition, type Making, type Meaning, recased } from './condition.ts';
import { numbers } from './conditions.ts';
import { customFieldsOf } from './custom.ts';
import { type Fact, isThere, numberIn, textsIn } from './facts.ts';
import type { Kind } from './kind.ts';
import { said } from './name-conditions.ts';
import { dayIn, randomSpan } from './spans.ts';
import { lower } from './text.ts';

/** Conditions on custom fields, which are filters by their label or id. */

function optionsMeaning({ name, options = [] }: CustomFieldDefinition, { random }: Making): Meaning {
  const wanted = random.some(options, random.pick([1, 1, 2]));
  const names = wanted.map((option) => option.name);
  const all = options.map((option) => option.name);
  return {
    value: wanted.map((option) => (random.chance(0.15) ? String(option.id) : said(option.name, all, random))),
    keep: ({ values: { [name]: found } }) => textsIn(found).some((one) => names.includes(one)),
  };
}

function yesOrNo({ name }: CustomFieldDefinition, { random }: Making): Meaning {
  const wanted = random.chance(0.5);
  return {
    value: random.pick(wanted ? ['yes', 'true', 'Yes', '1'] : ['no', 'false', 'No', '0']),
    keep: ({ values: { [name]: found } }) => found === wanted,
  };
}

function textMeaning({ name }: CustomFieldDefinition, facts: readonly Fact[], { random }: Making): Meaning {
  const words = facts.flatMap(({ values: { [name]: found } }) => textsIn(found).slice(0, 1));
  const whole = words.length === 0 ? 'nothing' : random.pick(words.slice(0, 50));
  const [first = whole] = whole.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
  const exact = random.chance(0.2) && /^[\p{L} ]+$/u.test(whole);
  const text = recased(exact ? whole : first, random);
  return {
    value: exact ? `=${text}` : text,
    keep: ({ values: { [name]: found } }) =>
      textsIn(found).some((one) => (exact ? lower(one) === lower(text) : lower(one).includes(lower(text)))),
  };
}

function meaningOf(field: CustomFieldDefinition, kind: Kind, making: Making): Meaning {
  const { account, random, now } = making;
  const { name, data_type: type } = field;
  const facts = account.facts(kind);
  if (type !== 'Checkbox' && random.chance(0.2)) {
    const wanted = random.chance(0.5);
    return {
      value: wanted ? 'any' : 'none',
      keep: ({ values: { [name]: value } }) => isThere(value) === wanted,
    };
  }
  switch (type) {
    case 'Dropdown':
    case 'MultiSelect':
      return optionsMeaning(field, making);
    case 'Checkbox':
      return yesOrNo(field, making);
    case 'String':
    case 'Text':
    case 'URL':
      return textMeaning(field, facts, making);
    case 'Connect': {
      const ids = facts.flatMap(({ values: { [name]: found } }) => textsIn(found));
      const wanted = random.some(ids, random.int(1, 2));
      return {
        value: wanted.length === 0 ? ['1'] : wanted,
        keep: ({ values: { [name]: found } }) => textsIn(found).some((id) => wanted.includes(id)),
      };
    }
    case 'Date': {
      const span = randomSpan(random, account.zone, now);
      return {
        value: span.text,
        keep: ({ values: { [name]: day } }) => typeof day === 'string' && dayIn(span, day),
      };
    }
    default: {
      const known = facts.flatMap(({ values: { [name]: value } }) => numberIn(value) ?? []);
      const { text, holds } = numbers(known, random);
      return {
        value: text,
        keep: ({ values: { [name]: value } }) => typeof value === 'number' && holds(value),
      };
    }
  }
}

/** A condition on one of the custom fields of a kind; undefined where it has none. */
export function customCondition(kind: Kind, making: Making): Condition | undefined {
  const { account, random } = making;
  const fields = kind.type === 'activity' ? [] : customFieldsOf(account, kind.type);
  if (fields.length === 0) return undefined;
  const field = random.pick(fields);
  const name = random.pick([field.name, field.name, field.name.toLowerCase(), String(field.id)]);
  return { slot: field.name, name, own: false, ...meaningOf(field, kind, making) };
}
