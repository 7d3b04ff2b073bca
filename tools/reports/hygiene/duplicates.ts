import { sharesWord } from '../../../src/names/name-fit.ts';
import { phoneEnding, phoneFit } from '../../../src/names/phone-number.ts';
import { isSameName, lettersOf } from '../../../src/names/spelling.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { inQuotes, isPlainName, joined } from '../../../src/tool/sentences.ts';
import { emailAddressesOf, phoneNumbersOf, textsAt } from '../lookup/record-lookup.ts';
import { isEmailForm } from './email-form.ts';
import type { FoundProblem, HygieneKind, Problem } from './problems.ts';

/** The most records that others are compared with; they stay in memory, with their names, addresses and numbers. */
export const mostCompared = 50_000;

/** A record that came first with something. */
interface First {
  readonly kind: string;
  readonly id: JsonValue;
  readonly name: string;
}

/** What records are the same in: a text that is looked up, and the texts that are then compared. */
interface Trait {
  readonly problem: Problem;
  /** In words, several with `and` between them. */
  readonly noun: string;
  /** Only records with one key are compared. */
  readonly key: string;
  readonly texts: readonly string[];
  isSame(texts: readonly string[], one: First, other: First): boolean;
}

/** What is kept of a record. */
interface Seen {
  readonly first: First;
  readonly texts: readonly string[];
}

/** The most records that are kept with one number, name or domain: more of them are a switchboard, and each would be compared with all. */
const mostAlike = 20;

const always = () => true;

const emailTraits = (row: JsonObject): Trait[] =>
  emailAddressesOf(row)
    .filter(isEmailForm)
    .map((email) => ({
      problem: 'same_email' as const,
      noun: 'e-mail',
      key: `e-mail ${email.trim().toLowerCase()}`,
      texts: [],
      isSame: always,
    }));

/** By the number, however it is written; by that alone one record may share the line of another one. */
function phoneTraits(scope: string, row: JsonObject): Trait[] {
  return phoneNumbersOf(row).flatMap((number) => {
    const ending = phoneEnding(number);
    if (ending === undefined) return [];
    const same = ([other = '']: readonly string[]) => phoneFit(number, other) === 'same';
    const isAlike = (one: First, other: First) => sharesWord(one.name, other.name);
    const trait = { noun: 'phone', key: `${scope} phone ${ending}`, texts: [number] };
    return [
      {
        ...trait,
        problem: 'same_phone' as const,
        isSame: (texts, one, other) => same(texts) && isAlike(one, other),
      },
      {
        ...trait,
        problem: 'shared_phone' as const,
        isSame: (texts, one, other) => same(texts) && !isAlike(one, other),
      },
    ] satisfies Trait[];
  });
}

/** Without what people leave out of names or put into them: `IndigoFreight` is Indigo Freight, but `C++` is not C. */
const compact = (text: string) => text.replace(/[\s\p{Pd}_.]+/gu, '');

/** By the name and whose company it is; names of people alone are not enough. */
function nameTraits(scope: string, noun: string, texts: readonly string[]): Trait[] {
  const letters = texts.map(lettersOf);
  if (letters.includes('')) return [];
  const isSame = (others: readonly string[]) =>
    texts.every((text, at) => isSameName(compact(text), compact(others[at] ?? '')));
  return [{ problem: 'same_name', noun, key: `${scope} name ${letters.join(' ')}`, texts, isSame }];
}

/** The host of a web site: a page below it may be one of many at a provider. */
function hostOf(url: string): string | undefined {
  const [, host] = /^\s*(?:https?:\/\/)?(?:www\.)?([^\s/?#:@]+\.[^\s/?#:@.]+)\.?\/?\s*$/iu.exec(url) ?? [];
  return host?.toLowerCase();
}

function domainTraits(row: JsonObject): Trait[] {
  const domain = hostOf(String(row.email_domain ?? ''));
  const hosts = textsAt(row, 'websites', 'url').map(hostOf);
  return [...new Set([domain, ...hosts])].flatMap((host) =>
    host === undefined
      ? []
      : [
          {
            problem: 'same_domain' as const,
            noun: 'domain',
            key: `domain ${host}`,
            texts: [],
            isSame: always,
          },
        ],
  );
}

/** People and leads are one person under both names; companies are compared with each other. */
function traitsOf(kind: HygieneKind, row: JsonObject): Trait[] {
  const name = String(row.name ?? '');
  if (kind === 'companies')
    return [...nameTraits('company', 'name', [name]), ...domainTraits(row), ...phoneTraits('company', row)];
  const company = String(row.company_name ?? '');
  return [
    ...emailTraits(row),
    ...nameTraits('person', 'name and company', [name, company]),
    ...phoneTraits('person', row),
  ];
}

const singular: Readonly<Record<HygieneKind, string>> = {
  people: 'person',
  companies: 'company',
  leads: 'lead',
  deals: 'opportunity',
};

/** Finds records that were entered before, in the order in which they are given: the first one is the one that others are duplicates of. */
export function createDuplicateFinder() {
  const seen = new Map<string, Seen[]>();
  let compared = 0;
  function keep(key: string, one: Seen): void {
    const bucket = seen.get(key) ?? [];
    if (bucket.length < mostAlike && bucket.at(-1)?.first !== one.first) bucket.push(one);
    if (bucket.length === 1) seen.set(key, bucket);
  }
  return {
    /** True if records were no longer kept, so that later ones may have duplicates that are not told. */
    isFull: (): boolean => compared > mostCompared,
    /** In what the record is the same as ones before it. */
    find(kind: HygieneKind, row: JsonObject): FoundProblem[] {
      const own = { kind: singular[kind], id: row.id ?? null, name: String(row.name ?? '') };
      const keeps = ++compared <= mostCompared;
      const nounsByFirst = new Map<First, Map<Problem, Set<string>>>();
      const traits = traitsOf(kind, row);
      for (const { problem, noun, key, isSame } of traits) {
        const match = seen.get(key)?.find((one) => one.first !== own && isSame(one.texts, one.first, own));
        if (match === undefined) continue;
        const nouns = nounsByFirst.get(match.first) ?? new Map<Problem, Set<string>>();
        nounsByFirst.set(match.first, nouns.set(problem, (nouns.get(problem) ?? new Set()).add(noun)));
      }
      if (keeps) for (const { key, texts } of traits) keep(key, { first: own, texts });
      return [...nounsByFirst].flatMap(([first, nouns]) => foundIn(first, nouns));
    },
  };
}

/** One text for all that a record shares with another one; each problem counts. */
function foundIn(
  { kind, id, name }: First,
  nouns: ReadonlyMap<Problem, ReadonlySet<string>>,
): FoundProblem[] {
  const isShared = nouns.has('shared_phone') && nouns.size === 1;
  const what = joined([
    ...new Set([...nouns.values()].flatMap((some) => [...some]).flatMap((noun) => noun.split(' and '))),
  ]);
  const called = isPlainName(name) ? name : inQuotes(name);
  const text = `${isShared ? 'shares its phone with' : `same ${what} as`} ${called} (${kind} ${id})`;
  return [...nouns.keys()].map((problem) => ({ problem, text }));
}
