import { type Account, kinds } from './account.ts';
import type { Answer } from './answers.ts';
import { companies } from './companies.ts';
import type { Making } from './condition.ts';
import { textsIn } from './facts.ts';
import { leads } from './leads.ts';
import { people } from './people.ts';
import type { Question } from './question.ts';
import { lower, plain } from './text.ts';

/** What a text means: whoever is called exactly so comes first, and no one is left out. */

interface Hit {
  readonly kind: string;
  readonly id: number;
}

/** The records that have to come first. */
function wrongHits(
  { isError, text, rows, columns, total }: Answer,
  right: readonly Hit[],
  all: number,
): string | undefined {
  if (isError) return text.slice(0, 200);
  const given = rows.map((row) => ['kind', 'id'].map((name) => row[columns.indexOf(name)] ?? '').join(' '));
  const wanted = right.map(({ kind, id }) => `${kind} ${id}`);
  const first = given.slice(0, wanted.length);
  const missing = wanted.slice(0, 10).find((one) => wanted.length <= 10 && !first.includes(one));
  if (missing !== undefined) return `${missing} is not among the first, which are ${first.join(', ')}`;
  if (wanted.length > 10 && given.some((one) => !wanted.includes(one)))
    return 'others come before the exact ones';
  return total !== undefined && total < all ? `${total} are told, at least ${all} match` : undefined;
}

/** Everybody who is called so, in any case; leads that were converted are not looked for. */
function calledSo(account: Account, name: string): Hit[] {
  return kinds
    .filter(({ type }) => type !== 'task' && type !== 'activity')
    .flatMap((kind) =>
      account
        .facts(kind)
        .filter(({ values }) => lower(String(values.name)) === lower(name))
        .filter(({ values }) => kind !== leads || values.converted === null)
        .map(({ id }) => ({ kind: kind.type, id })),
    );
}

/** A text that nothing fits. */
function findNothing(text: string): Question {
  return {
    tool: 'find',
    input: { text },
    wrong: ({ isError, text: said, rows, total, atLeast }) =>
      !isError && rows.length === 0 && (total ?? atLeast) === 0
        ? undefined
        : `something is found: ${said.slice(0, 200)}`,
  };
}

function byName({ account, random }: Making): Question {
  const kind = random.pick(kinds.filter(({ type }) => type !== 'task' && type !== 'activity'));
  const named = account
    .facts(kind)
    .filter(({ values }) => kind !== leads || values.converted === null)
    .map(({ values }) => String(values.name))
    .filter((name) => /^[\p{L}]+(?: [\p{L}]+)+$/u.test(name));
  const name = random.pick(named);
  const text = random.pick([name, name.toLowerCase(), `  ${name} `]);
  const right = calledSo(account, name);
  return { tool: 'find', input: { text }, wrong: (answer) => wrongHits(answer, right, right.length) };
}

function byEmail({ account, random }: Making): Question {
  const reachable = account.facts(people).filter(({ values }) => textsIn(values.email).length > 0);
  const { id, values } = random.pick(reachable);
  const [email = ''] = textsIn(values.email);
  const text = random.pick([email, email.toUpperCase(), `<${email}>`]);
  return { tool: 'find', input: { text }, wrong: (answer) => wrongHits(answer, [{ kind: 'person', id }], 1) };
}

/** A company by its domain, and its people that have an e-mail there. */
function byDomain({ account, random }: Making): Question {
  const known = account.facts(companies).filter(({ values }) => textsIn(values.domain).length > 0);
  const { id, values } = random.pick(known);
  const domain = String(values.domain);
  const staff = account.world.people.filter(
    (one) => one.company_id === id && one.emails.some(({ email }) => lower(email).endsWith(`@${domain}`)),
  );
  return {
    tool: 'find',
    input: { text: random.pick([domain, `https://www.${domain}/`, `www.${domain}`]) },
    wrong: (answer) => wrongHits(answer, [{ kind: 'company', id }], Math.min(25, staff.length) + 1),
  };
}

/** Whoever has this number. */
function byPhone({ account, random }: Making): Question {
  const all = [people, companies, leads].flatMap((kind) =>
    account
      .facts(kind)
      .filter(({ values }) => kind !== leads || values.converted === null)
      .flatMap(({ id, values }) => textsIn(values.phone).map((phone) => ({ kind: kind.type, id, phone }))),
  );
  const digits = (phone: string) => phone.replaceAll(/\D/g, '');
  const one = random.pick(all);
  const same = all.filter(({ phone }) => digits(phone) === digits(one.phone));
  return {
    tool: 'find',
    input: { text: one.phone },
    wrong: (answer) => wrongHits(answer, same, same.length),
  };
}

/** Anything that can be looked for. */
export function randomFind(making: Making): Question {
  const { random } = making;
  const nothing = random.pick(['Zaphod Beeblebrox', 'nobody@nowhere.example', 'nowhere-at-all.example']);
  switch (random.int(1, 8)) {
    case 1:
    case 2:
      return byEmail(making);
    case 3:
      return byDomain(making);
    case 4:
      return byPhone(making);
    case 5:
      return findNothing(plain(nothing) === '' ? 'Xyzzy' : nothing);
    default:
      return byName(making);
  }
}
