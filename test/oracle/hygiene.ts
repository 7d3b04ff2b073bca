import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { companies } from './companies.ts';
import { type Condition, fits, type Making } from './condition.ts';
import { conditionOf } from './conditions.ts';
import { deals } from './deals.ts';
import { type Fact, isThere, numberIn, textsIn, type Value } from './facts.ts';
import type { Kind } from './kind.ts';
import { leads } from './leads.ts';
import { people } from './people.ts';
import type { Question } from './question.ts';
import { lower, plain, seen } from './text.ts';

/** Records that were entered twice or lack what they should have. */

/** In the order of the columns in which they are counted. */
const looked = [
  { name: 'people', kind: people },
  { name: 'companies', kind: companies },
  { name: 'leads', kind: leads },
  { name: 'deals', kind: deals },
] as const;

type Looked = (typeof looked)[number];

/** In the order in which they are read: what is read first is what later records are the same as. */
const readingOrder: readonly Kind[] = [companies, people, leads, deals];

/** What each pipeline asks for beside the name. */
const required: Readonly<Record<string, readonly (readonly [label: string, fact: string])[]>> = {
  Sales: [
    ['Close Date', 'closes'],
    ['Value', 'value'],
    ['Region', 'Region'],
  ],
  Enterprise: [
    ['Primary Contact', 'contact'],
    ['Close Date', 'closes'],
    ['Value', 'value'],
    ['Region', 'Region'],
    ['Products', 'Products'],
  ],
};

/** Which problems are counted for which kinds. */
const counted: readonly (readonly [problem: string, of: readonly Looked['name'][]])[] = [
  ['same_email', ['people', 'leads']],
  ['same_name', ['people', 'companies', 'leads']],
  ['same_domain', ['companies']],
  ['same_phone', ['people', 'companies', 'leads']],
  ['invalid_email', ['people', 'leads']],
  ['missing_field', ['people', 'companies', 'leads', 'deals']],
  ['no_owner', ['people', 'companies', 'leads', 'deals']],
  ['no_email', ['people', 'leads']],
  ['shared_phone', ['people', 'companies', 'leads']],
];

const phonesOf = ({ values }: Fact) => textsIn(values.phone).map((phone) => phone.replaceAll(/\D/g, ''));

/** A name without spaces, which some leave out. */
const squeezed = (name: Value | undefined) => plain(String(name ?? '')).replaceAll(' ', '');

const traits = new WeakMap<Fact, readonly string[]>();

/** `phone 4155551848`, `e-mail jane@acme.example`: what records of one sort are compared by; worked out once. */
function traitsOf(kind: Kind, fact: Fact): readonly string[] {
  const known = traits.get(fact) ?? readTraits(kind, fact);
  traits.set(fact, known);
  return known;
}

function readTraits(kind: Kind, fact: Fact): string[] {
  const { values } = fact;
  if (kind === deals) return [];
  const phones = phonesOf(fact).map((phone) => `phone ${phone}`);
  if (kind === companies) {
    const hosts = textsIn(values.websites).map((url) => url.replace(/^https:\/\/www\./, ''));
    const name = squeezed(values.name);
    return [
      ...phones,
      ...(/\p{L}|\p{N}/u.test(name) ? [`name ${name}`] : []),
      ...[...textsIn(values.domain), ...hosts].map((host) => `domain ${lower(host)}`),
    ];
  }
  const called = [squeezed(values.name), squeezed(values.company)];
  return [
    ...phones,
    ...textsIn(values.email).map((email) => `e-mail ${lower(email)}`),
    ...(called.includes('') ? [] : [`name ${called.join(' at ')}`]),
  ];
}

/** A record with what is wrong with it. */
interface Bad {
  readonly looked: Looked;
  readonly fact: Fact;
  /** `phone`, `e-mail`, `name`, `domain`: in what it is the same as one that was read before. */
  readonly same: ReadonlySet<string>;
  /** `missing Region, Products`, `no owner`, `no e-mail`. */
  readonly lacks: readonly string[];
}

function lacksOf(name: Looked['name'], { values }: Fact, { world }: Account): string[] {
  const home = world.pipelines.find(({ id }) => id === values.pipeline)?.name ?? '';
  const missing = name === 'deals' ? (required[home] ?? []).filter(([, fact]) => !isThere(values[fact])) : [];
  return [
    ...(isThere(values.owner) ? [] : ['no owner']),
    ...((name === 'people' || name === 'leads') && !isThere(values.email) ? ['no e-mail'] : []),
    ...(missing.length === 0 ? [] : [`missing ${missing.map(([label]) => label).join(', ')}`]),
  ];
}

function badRecords(account: Account, chosen: readonly Looked[], owner: Condition | undefined, now: number) {
  const before = new Map<string, Fact[]>();
  const found: Bad[] = [];
  for (const kind of readingOrder) {
    const one = chosen.find((each) => each.kind === kind);
    if (one === undefined) continue;
    const scope = kind === companies ? 'company' : 'person';
    const facts = account
      .facts(kind)
      .filter((fact) => owner === undefined || fits([owner], fact, now))
      .filter(({ values }) => kind !== leads || values.converted === null)
      .filter(({ values }) => kind !== deals || values['status number'] === 'Open')
      .toSorted((a, b) => Number(numberIn(a.values.created)) - Number(numberIn(b.values.created)));
    for (const fact of facts) {
      const traits = [...new Set(traitsOf(kind, fact))].map((trait) => `${scope} ${trait}`);
      const same = new Set(
        traits.filter((trait) => before.has(trait)).map((trait) => trait.split(' ')[1] ?? ''),
      );
      for (const trait of traits) before.set(trait, [...(before.get(trait) ?? []), fact]);
      const lacks = lacksOf(one.name, fact, account);
      if (same.size > 0 || lacks.length > 0) found.push({ looked: one, fact, same, lacks });
    }
  }
  return { found, before };
}

const isOf = (problem: string, { same, lacks }: Bad): boolean => {
  const [, noun = ''] = /^same_(\w+)$/.exec(problem) ?? [];
  if (noun !== '') return same.has(noun === 'email' ? 'e-mail' : noun);
  if (problem === 'missing_field') return lacks.some((lack) => lack.startsWith('missing '));
  return lacks.includes(problem === 'no_email' ? 'no e-mail' : problem.replace('_', ' '));
};

/** The table of problems. Whether two names are alike is not worked out here: numbers that are the same are one sum. */
function wrongCounts(table: Table | undefined, chosen: readonly Looked[], bad: readonly Bad[]) {
  if (table === undefined) return 'the problems are not counted';
  const rows = [...table.rows, ...table.totals];
  const told = (problem: string, name: string) => {
    const row = rows.find(([first]) => first === problem);
    return row?.[table.columns.indexOf(name)] ?? '';
  };
  for (const { name } of chosen) {
    const own = bad.filter(({ looked: one }) => one.name === name);
    if (told('any', name) !== String(own.length))
      return `any ${name}: ${told('any', name)}, not ${own.length}`;
    for (const [problem, of] of counted) {
      const given = told(problem, name);
      if (!of.includes(name)) {
        if (given !== '') return `${name} have a number of ${problem}`;
        continue;
      }
      const right = own.filter((one) => isOf(problem, one)).length;
      const phones = Number(told('same_phone', name)) + Number(told('shared_phone', name));
      const fits = problem.endsWith('_phone')
        ? phones >= own.filter((one) => isOf('same_phone', one)).length
        : given === String(right);
      if (!fits) return `${problem} of ${name}: ${given}, not ${right}`;
    }
  }
  return undefined;
}

/** How bad what is told of a record is: the place of its worst problem among all. */
function severityOf(parts: readonly string[]): number {
  const order = [/^same .*e-mail/, /^same name/, /^same .*domain/, /^same .*phone/, /^invalid/, /^missing/];
  const all = [...order, /^no owner/, /^no e-mail/, /^shares its phone/];
  return Math.min(...parts.map((part) => all.findIndex((one) => one.test(part))));
}

/** What is said of one record: all of it is true, and nothing is left out. */
function wrongRow(
  cell: (name: string) => string,
  bad: readonly Bad[],
  before: ReadonlyMap<string, readonly Fact[]>,
): string | undefined {
  const [kind, id] = [cell('kind'), cell('id')];
  const one = bad.find(({ looked: { kind: own }, fact }) => own.type === kind && String(fact.id) === id);
  if (one === undefined) return `nothing is wrong with ${kind} ${id}`;
  if (cell('name') !== seen(String(one.fact.values.name)) && !cell('name').includes('…'))
    return `${kind} ${id} is called ${cell('name')}`;
  const parts = cell('problems').split('; ');
  const lacks = parts.filter((part) => !/^(?:same|shares)/.test(part));
  if (lacks.sort().join() !== one.lacks.toSorted().join())
    return `${kind} ${id}: ${lacks.join('; ')}, not ${one.lacks.join('; ')}`;
  const told = new Set<string>();
  for (const part of parts.filter((each) => /^(?:same|shares)/.test(each))) {
    const [, nouns = 'phone', other] =
      /^(?:same ([\p{L}, -]+) as|shares its phone with) .* \(\w+ (\d+)\)$/u.exec(part) ?? [];
    const words = nouns.split(/, | and /).filter((noun) => noun !== 'company');
    for (const noun of words) {
      told.add(noun);
      const traits = traitsOf(one.looked.kind, one.fact).filter((trait) => trait.startsWith(`${noun} `));
      const scope = one.looked.kind === companies ? 'company' : 'person';
      const others = traits.flatMap((trait) => before.get(`${scope} ${trait}`) ?? []);
      if (!others.some((fact) => String(fact.id) === other))
        return `${kind} ${id} does not have the ${noun} of ${other}`;
    }
  }
  const left = [...one.same].find((noun) => !told.has(noun));
  return left === undefined ? undefined : `${kind} ${id} has the same ${left} as another one`;
}

function wrongRows(
  answer: Answer,
  { found, before }: ReturnType<typeof badRecords>,
  limit: number,
  offset: number,
): string | undefined {
  if (answer.total !== found.length) return `${answer.total} are told, ${found.length} have problems`;
  const left = Math.max(0, found.length - offset);
  const isCut = answer.text.length > 2_000 && answer.rows.length > 0;
  if (answer.rows.length > Math.min(limit, left) || (answer.rows.length < Math.min(limit, left) && !isCut))
    return `${answer.rows.length} rows instead of ${Math.min(limit, left)}`;
  let last = 0;
  for (const row of answer.rows) {
    const cell = (name: string) => row[answer.columns.indexOf(name)] ?? '';
    const wrong = wrongRow(cell, found, before);
    if (wrong !== undefined) return wrong;
    const severity = severityOf(cell('problems').split('; '));
    if (severity < last) return `${cell('kind')} ${cell('id')} comes after what is less bad`;
    last = severity;
  }
  return undefined;
}

/** Any question for what should be tidied up. */
export function randomHygiene(making: Making): Question {
  const { account, random } = making;
  const chosen = random.chance(0.5) ? looked : looked.filter(() => random.chance(0.5));
  const all = chosen.length === 0 ? looked : chosen;
  const askable = people.askable.find(({ name }) => name === 'owner');
  const owner = askable && random.chance(0.3) ? conditionOf(askable, people, making) : undefined;
  const limit = random.chance(0.4) ? random.int(0, 25) : undefined;
  const offset = random.chance(0.15) && limit !== 0 ? random.int(1, 8) : 0;
  return {
    tool: 'hygiene',
    input: {
      ...(all.length === looked.length
        ? {}
        : { what: all.map(({ name, kind }) => random.pick([name, kind.type])) }),
      ...(owner === undefined ? {} : { owner: owner.value }),
      ...(limit === undefined ? {} : { limit }),
      ...(offset === 0 ? {} : { offset }),
      max_requests: 1000,
    },
    wrong(answer, now) {
      if (answer.isError) return answer.text.slice(0, 300);
      const right = badRecords(account, all, owner, now);
      if (limit === 0) return wrongCounts(answer, all, right.found);
      const rows = wrongRows(answer, right, limit ?? 20, offset);
      return rows ?? (offset > 0 ? undefined : wrongCounts(answer.parts[0], all, right.found));
    },
  };
}
