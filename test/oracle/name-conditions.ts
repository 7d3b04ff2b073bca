import { type Making, type Meaning, recased } from './condition.ts';
import { textsIn } from './facts.ts';
import type { Askable } from './kind.ts';
import type { Random } from './random.ts';
import { lower, plain } from './text.ts';

/** Conditions that name entries of lists or other records. */

/** Without accents, as they are often typed. */
const unaccented = (text: string) => text.normalize('NFD').replaceAll(/\p{Mn}/gu, '');

/** True for a name that no other becomes without case, accents and marks: only then may it be written loosely. */
const isAlone = (name: string, all: readonly string[]): boolean =>
  plain(name) !== '' && all.filter((one) => plain(one) === plain(name)).length === 1;

/** A name of several in any case, where no other could be meant. */
export const said = (name: string, all: readonly string[], random: Random): string =>
  isAlone(name, all) ? recased(name, random) : name;

/** The ways in which one entry of a list may be named. */
function waysToName(
  list: string,
  id: number,
  name: string,
  all: readonly string[],
  making: Making,
): readonly string[] {
  const { account, random } = making;
  const loosely = isAlone(name, all) ? [recased(name, random), unaccented(name)] : [];
  const ways = [
    ...(all.filter((one) => one === name).length > 1 ? [] : [name, name]),
    ...loosely,
    String(id),
  ];
  const user = list === 'user' ? account.world.users.find((one) => one.id === id) : undefined;
  if (user === undefined) return ways;
  const [first = name] = name.split(' ');
  const namesakes = account.world.users.filter((one) => one.name.split(' ').includes(first)).length;
  return [
    ...ways,
    user.email,
    ...(namesakes === 1 ? [first] : []),
    ...(id === account.me ? ['me', 'ME'] : []),
  ];
}

function namesMeaning({ of, list = 'user', orNone }: Askable, making: Making): Meaning {
  const { account, random } = making;
  const { world } = account;
  const all = {
    user: world.users,
    pipeline: world.pipelines,
    source: world.customerSources,
    loss_reason: world.lossReasons,
    contact_type: world.contactTypes,
    lead_status: world.leadStatuses,
    person: [],
    opportunity: [],
  }[list];
  const names = all.map(({ name }) => name);
  const wanted = random.some(all, random.pick([1, 1, 1, 2, 3]));
  const none = orNone === true && random.chance(0.2);
  const ids = new Set<unknown>(none && random.chance(0.5) ? [] : wanted.map(({ id }) => id));
  const given = wanted
    .filter(({ id }) => ids.has(id))
    .map(({ id, name }) => random.pick(waysToName(list, id, name, names, making)));
  if (none) ids.add(null);
  return {
    value: none ? [...given, recased('none', random)] : given,
    keep: ({ values: { [of]: id } }) => ids.has(id ?? null),
  };
}

/** A company by its name in any case, by its id, or none at all. Equal names are all meant. */
function companyMeaning({ of }: Askable, { account, random }: Making): Meaning {
  const { companies } = account.world;
  const one = random.pick(companies);
  const form = random.int(1, 8);
  if (form === 1) return { value: ['none'], keep: ({ values: { [of]: id } }) => (id ?? null) === null };
  if (form === 2) return { value: [String(one.id)], keep: ({ values: { [of]: id } }) => id === one.id };
  const given = recased(one.name, random);
  const ids = new Set(companies.filter(({ name }) => plain(name) === plain(given)).map(({ id }) => id));
  return { value: [given], keep: ({ values: { [of]: id } }) => ids.has(Number(id ?? -1)) };
}

/** A person by its name or id; all who are called so are meant. */
function recordMeaning({ of }: Askable, { account, random }: Making): Meaning {
  const { people, companies } = account.world;
  const known = companies.flatMap(({ primary_contact_id: id }) => people.find((one) => one.id === id) ?? []);
  const one = random.pick(known);
  if (random.chance(0.4))
    return { value: [String(one.id)], keep: ({ values: { [of]: id } }) => id === one.id };
  const given = recased(one.name, random);
  const ids = new Set(people.filter(({ name }) => lower(name) === lower(given)).map(({ id }) => id));
  return { value: [given], keep: ({ values: { [of]: id } }) => ids.has(Number(id ?? -1)) };
}

/** People who are tied to a deal, by its name or id. */
function dealsMeaning({ account, random }: Making): Meaning {
  const { opportunities, connections } = account.world;
  const one = random.pick(opportunities.slice(2));
  const byId = random.chance(0.5);
  const same = opportunities.filter(({ name }) => lower(name) === lower(one.name));
  const ids = new Set((byId ? [one] : same).map(({ id }) => id));
  const people = new Set(
    connections.flatMap((pair) => {
      const deal = pair.find(({ type, id }) => type === 'opportunity' && ids.has(id));
      const person = pair.find(({ type }) => type === 'person');
      return deal === undefined || person === undefined ? [] : [person.id];
    }),
  );
  return { value: [byId ? String(one.id) : one.name], keep: ({ id }) => people.has(id) };
}

/** Stages by name, which two pipelines may share, or by id. */
function stagesMeaning({ of }: Askable, { account, random }: Making): Meaning {
  const all = account.world.pipelines.flatMap(({ stages }) => stages);
  const everyName = [...new Set(all.map(({ name }) => name))];
  const wanted = random.some(all, random.pick([1, 1, 2]));
  if (random.chance(0.2)) {
    const [one] = wanted;
    return { value: [String(one?.id)], keep: ({ values: { [of]: id } }) => id === one?.id };
  }
  const names = wanted.map(({ name }) => name);
  const ids = new Set(all.filter(({ name }) => names.includes(name)).map(({ id }) => id));
  return {
    value: names.map((name) => said(name, everyName, random)),
    keep: ({ values: { [of]: id } }) => ids.has(Number(id ?? -1)),
  };
}

/** Tags in use, any of which may be there. */
function tagsMeaning({ of }: Askable, { account, random }: Making): Meaning {
  const { people, companies, leads, opportunities, tasks } = account.world;
  const used = [...people, ...companies, ...leads, ...opportunities, ...tasks].flatMap(({ tags }) => tags);
  const known = [...new Set(used)];
  const wanted = random.some(known, random.pick([1, 1, 2]));
  return {
    value: wanted.map((tag) => said(tag, known, random)),
    keep: ({ values: { [of]: found } }) => textsIn(found).some((tag) => wanted.includes(tag)),
  };
}

function typesMeaning({ of }: Askable, { account, random }: Making): Meaning {
  const wanted = random.some(account.world.activityTypes, random.pick([1, 1, 2]));
  const keys = wanted.map(({ category, id }) => `${category}:${id}`);
  const given = wanted.map(({ category, id, name }) =>
    random.chance(0.2) ? `${category}:${id}` : recased(name, random),
  );
  return { value: given, keep: ({ values: { [of]: key } }) => keys.includes(String(key)) };
}

/** The meaning of a condition that names something. */
export function meaningOfNames(askable: Askable, making: Making): Meaning {
  switch (askable.as) {
    case 'names':
      return namesMeaning(askable, making);
    case 'company':
      return companyMeaning(askable, making);
    case 'record':
      return recordMeaning(askable, making);
    case 'deals of':
      return dealsMeaning(making);
    case 'stages':
      return stagesMeaning(askable, making);
    case 'tags':
      return tagsMeaning(askable, making);
    case 'types':
      return typesMeaning(askable, making);
    default:
      throw new Error(`a condition of the form ${askable.as} names nothing`);
  }
}
