import type { Account } from './account.ts';
import { type Condition, type Making, type Meaning, recased } from './condition.ts';
import { type Fact, isThere, numberIn, type Pointer } from './facts.ts';
import type { Askable, Kind } from './kind.ts';
import { meaningOfNames } from './name-conditions.ts';
import type { Random } from './random.ts';
import { dayIn, momentIn, randomSpan } from './spans.ts';
import { lower } from './text.ts';
import { domainMeaning, emailMeaning, phoneMeaning, textMeaning, typed } from './text-conditions.ts';

const number = (value: number, random: Random) =>
  value >= 1000 && Number.isInteger(value) && random.chance(0.3)
    ? value.toLocaleString('en-US').replaceAll(',', random.pick([',', '_']))
    : String(value);

/** A range of numbers between two of those that records have. */
export function numbers(
  values: readonly number[],
  random: Random,
): { text: string; holds(value: number): boolean } {
  const [low, high] = [random.pick(values), random.pick(values)].sort((a, b) => a - b);
  const [from = 0, to = 0] = [low, high];
  switch (random.int(1, 4)) {
    case 1:
      return { text: `${number(from, random)}..`, holds: (value) => value >= from };
    case 2:
      return { text: `..${number(to, random)}`, holds: (value) => value <= to };
    case 3:
      return { text: number(from, random), holds: (value) => value === from };
    default:
      return {
        text: `${number(from, random)}..${number(to, random)}`,
        holds: (value) => value >= from && value <= to,
      };
  }
}

function numberMeaning(kind: Kind, of: string, { account, random }: Making): Meaning {
  const values = account.facts(kind).flatMap(({ values: { [of]: value } }) => numberIn(value) ?? []);
  const { text, holds } = numbers(values.length === 0 ? [0] : values, random);
  return {
    value: text,
    keep: ({ values: { [of]: value } }) => typeof value === 'number' && holds(value),
  };
}

function wordsMeaning({ of, words = [] }: Askable, { random }: Making): Meaning {
  const wanted = random.some(words, random.pick([1, 1, 2]));
  return {
    value: wanted.map((word) => recased(word, random)),
    keep: ({ values: { [of]: found } }) => wanted.some((word) => word === found),
  };
}

function idsMeaning(kind: Kind, { account, random }: Making): Meaning {
  const ids = random.some(account.facts(kind), random.int(1, 6)).map(({ id }) => id);
  if (random.chance(0.3)) ids.push(999_999_999);
  return { value: ids, keep: ({ id }) => ids.includes(id) };
}

function followedMeaning({ type }: Kind, { account: { world, me }, random }: Making): Meaning {
  const wanted = random.chance(0.7);
  return {
    value: wanted,
    keep: ({ id }) => (world.followers.get(`${type} ${id}`)?.has(me) ?? false) === wanted,
  };
}

/** Activities of a company are also those of its people; else a pointer is what it says. */
export function pointsTo(
  { world }: Pick<Account, 'world'>,
  kind: Kind,
  to: Pointer,
): (found: Pointer) => boolean {
  const staff = new Set(
    kind.name === 'activities' && to.type === 'company'
      ? world.people.filter(({ company_id }) => company_id === to.id).map(({ id }) => id)
      : [],
  );
  return ({ type, id }) => (type === to.type && id === to.id) || (type === 'person' && staff.has(id));
}

function pointerMeaning({ of }: Askable, kind: Kind, { account, random }: Making): Meaning {
  const example = () => random.pick(account.facts(kind)).values[of];
  let found = example();
  for (let turn = 0; turn < 100 && !isPointer(found); turn++) found = example();
  const known =
    isPointer(found) && found.type !== 'task' && !(kind.name === 'activities' && found.type === 'project');
  const to: Pointer = known
    ? (found as Pointer)
    : { type: 'company', id: account.world.companies[0]?.id ?? 0 };
  const name = account.nameOf(to.type, to.id);
  const same = {
    person: account.world.people,
    company: account.world.companies,
    lead: account.world.leads,
    opportunity: account.world.opportunities,
    project: [],
    task: [],
  }[to.type].filter((one) => lower(one.name) === lower(name ?? ''));
  const isOnly = same.length === 1 && name !== undefined && typed.test(name) && !/\d/.test(name);
  const forms = [
    `${to.type} ${to.id}`,
    ...(isOnly ? [`${to.type} ${name}`, `${name} (${to.type} ${to.id})`] : []),
  ];
  const points = pointsTo(account, kind, to);
  return { value: random.pick(forms), keep: ({ values: { [of]: one } }) => isPointer(one) && points(one) };
}

const isPointer = (value: Fact['values'][string] | undefined): value is Pointer =>
  typeof value === 'object' && value !== null && 'type' in value;

function thereMeaning({ of }: Askable, { random }: Making): Meaning {
  const wanted = random.chance(0.5);
  return {
    value: recased(wanted ? 'any' : 'none', random),
    keep: ({ values: { [of]: value } }) => isThere(value) === wanted,
  };
}

function meaningOf(askable: Askable, kind: Kind, making: Making): Meaning {
  const { of, as } = askable;
  const { account, random, now } = making;
  switch (as) {
    case 'part':
    case 'whole':
    case 'contains':
    case 'any text':
      return textMeaning(askable, kind, making);
    case 'email':
      return emailMeaning(askable, kind, making);
    case 'domain':
      return domainMeaning(askable, kind, making);
    case 'phone':
      return phoneMeaning(askable, kind, making);
    case 'numbers':
    case 'percent':
      return numberMeaning(kind, of, making);
    case 'days': {
      const span = randomSpan(random, account.zone, now);
      return {
        span,
        value: span.text,
        keep: ({ values: { [of]: day } }) => typeof day === 'string' && dayIn(span, day),
      };
    }
    case 'moments': {
      const span = randomSpan(random, account.zone, now);
      return {
        span,
        value: span.text,
        keep: ({ values: { [of]: at } }) => momentIn(span, numberIn(at), account.zone),
      };
    }
    case 'status':
    case 'words':
      return wordsMeaning(askable, making);
    case 'ids':
      return idsMeaning(kind, making);
    case 'followed':
      return followedMeaning(kind, making);
    case 'age': {
      const seconds = random.int(1, 400) * 86_400;
      return {
        value: seconds,
        keep: ({ values: { [of]: at } }, then) => typeof at === 'number' && at >= then - seconds,
      };
    }
    case 'pointer':
      return pointerMeaning(askable, kind, making);
    case 'there':
      return thereMeaning(askable, making);
    default:
      return meaningOfNames(askable, making);
  }
}

/** A condition of this form with a value that some record has, most of the time. */
export function conditionOf(askable: Askable, kind: Kind, making: Making): Condition {
  const { name, of, slot = of, own, as } = askable;
  // `none` and `any` are words of filters.
  return { slot, name, own: own === true && as !== 'there', ...meaningOf(askable, kind, making) };
}
