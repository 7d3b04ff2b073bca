import type { EntityType } from '../../src/sandbox/sandbox.ts';
import { type Account, kinds } from './account.ts';
import type { Answer, Table } from './answers.ts';
import type { Making } from './condition.ts';
import { deals } from './deals.ts';
import { type Fact, numberIn, type Pointer, textsIn } from './facts.ts';
import { isRefusal, type Question } from './question.ts';
import { activitiesWith, relatedTo } from './single.ts';
import { lower, seen } from './text.ts';
import { tasks } from './work.ts';

/** What to know of one record before talking to them: the facts of a brief that can be counted. */

type Briefed = Extract<EntityType, 'person' | 'company' | 'opportunity' | 'lead'>;

/** One table of a brief: which records it is about, by the beginning of its name. */
interface Part {
  readonly begins: string;
  readonly ids: ReadonlySet<number>;
}

const isOpen = ({ values }: Fact) => values['status number'] === 'Open';
const idsOf = (facts: readonly { id: number }[]) => new Set(facts.map(({ id }) => id));

function openTasks(account: Account, { type, id }: Pointer): Part {
  const mine = account.facts(tasks).filter(({ values: { related, status } }) => {
    const to = related as Pointer | null;
    return status === 'Open' && to !== null && to.type === type && to.id === id;
  });
  return { begins: 'open tasks', ids: idsOf(mine) };
}

/** Open deals: those of a company, of a contact with those of the company, of the company beside this one. */
function openDeals(account: Account, { type, id }: Pointer, values: Fact['values']): Part | undefined {
  const open = account.facts(deals).filter(isOpen);
  const company = type === 'company' ? id : numberIn(values.company_id);
  const ofCompany = company === null ? [] : open.filter((deal) => deal.values.company_id === company);
  switch (type) {
    case 'company':
      return { begins: 'open deals', ids: idsOf(ofCompany) };
    case 'person': {
      const own = open.filter((deal) => deal.values.contact === id);
      return { begins: 'open deals', ids: idsOf([...own, ...ofCompany]) };
    }
    case 'opportunity':
      if (company === null) return undefined;
      return { begins: 'other open deals', ids: idsOf(ofCompany.filter((deal) => deal.id !== id)) };
    default:
      return undefined;
  }
}

function peopleOf(account: Account, { type, id }: Pointer): Part | undefined {
  if (type === 'company')
    return { begins: 'people', ids: idsOf(account.world.people.filter((one) => one.company_id === id)) };
  if (type !== 'opportunity') return undefined;
  return {
    begins: 'people',
    ids: idsOf(relatedTo(account, { type, id }).filter((other) => other.type === 'person')),
  };
}

/** True where an answer has no room for more rows, and says that there are more. */
const isCutShort = ({ rows, total = 0, next }: Table) => rows.length < total && next !== undefined;

/** Whether a table has the right number of rows, and only right ones. */
function wrongPart({ parts, notes }: Answer, { begins, ids }: Part): string | undefined {
  const table = parts.find(({ what }) => what.startsWith(begins));
  if (table === undefined)
    return notes.some((note) => note.startsWith('Not read')) ? undefined : `${begins} are not told`;
  const { total, atLeast = 0, columns, rows } = table;
  const isPartly = total === undefined && notes.some((note) => / of [\d,]+ rows were read/.test(note));
  const told = isPartly ? Math.min(atLeast, ids.size) : ids.size;
  if ((total ?? atLeast) !== told) return `${total ?? atLeast} ${table.what} are told, ${ids.size} there are`;
  const given = rows.map((row) => Number(row[columns.indexOf('id')]));
  if (given.some((id) => !ids.has(id))) return `${table.what} has ${given.find((id) => !ids.has(id))}`;
  const wanted = Math.min(10, told);
  if (given.length < wanted && isCutShort(table)) return undefined;
  return given.length === wanted && new Set(given).size === wanted
    ? undefined
    : `${table.what} shows ${given.length} of ${ids.size}`;
}

const cell = (table: Table, name: string) => table.rows[0]?.[table.columns.indexOf(name)] ?? '';

/** The last time anybody talked to them, by whom and how. */
function wrongContact(
  answer: Answer,
  account: Account,
  to: Pointer,
  fact: Fact,
  happened: readonly Fact[],
): string | undefined {
  const { world, zone } = account;
  const at =
    to.type === 'company' ? (world.companyContact.get(to.id) ?? null) : numberIn(fact.values.last_contact);
  const told = cell(answer, 'last_contact');
  const right = at === null ? 'none recorded' : zone.moment(at);
  if (told !== right) return `the last contact is ${told}, not ${right}`;
  const counts = world.activityTypes
    .filter((type) => type.count_as_interaction)
    .map(({ category, id }) => `${category}:${id}`);
  const then = happened.filter(
    ({ values }) => values.date === at && counts.includes(String(values['type key'])),
  );
  const names = then.map(({ values }) => account.nameOf('user', Number(values.who)) ?? '');
  const by = cell(answer, 'last_contact_by');
  const isUnknown = by === '' || by.startsWith('not known');
  const canBeKnown = happened.slice(0, 100).some((one) => then.includes(one));
  if (at === null || (isUnknown && !canBeKnown)) return undefined;
  return names.includes(by) ? undefined : `the last contact was by ${names.join(' or ')}, not ${by}`;
}

function wrongActivities({ parts }: Answer, account: Account, happened: readonly Fact[]): string | undefined {
  const table = parts.find(({ what }) => what === 'activities');
  if (table === undefined) return 'activities are not told';
  if (table.total !== undefined && table.total !== happened.length)
    return `${table.total} activities are told, ${happened.length} there are`;
  const dates = happened
    .map(({ values }) => Number(values.date))
    .sort((a, b) => b - a)
    .slice(0, isCutShort(table) ? Math.min(10, table.rows.length) : 10)
    .map((at) => account.zone.moment(at));
  const told = table.rows.map((row) => row[table.columns.indexOf('date')] ?? '');
  return told.join() === dates.join()
    ? undefined
    : `activities are of ${told.join(', ')}, not of ${dates.join(', ')}`;
}

/** Who of us talked to them how often. */
function wrongColleagues({ parts }: Answer, account: Account, happened: readonly Fact[]): string | undefined {
  const table = parts.find(({ what }) => what === 'colleagues in touch');
  const counts = account.world.activityTypes.filter((type) => type.count_as_interaction);
  const keys = counts.map(({ category, id }) => `${category}:${id}`);
  const contacts = happened.filter(({ values }) => keys.includes(String(values['type key'])));
  if (table === undefined) return undefined;
  for (const row of table.rows) {
    const [who, count] = ['who', 'contacts'].map((name) => row[table.columns.indexOf(name)]);
    // Namesakes may each be told by what stands behind the name.
    const users = account.world.users.filter(
      ({ name }) => who === name || who?.startsWith(`${name} `) === true,
    );
    const right = users.map(({ id }) => contacts.filter(({ values }) => values.who === id).length);
    if (!right.includes(Number(count)))
      return `${who} talked to them ${count} times, not ${right.join(' or ')}`;
  }
  return undefined;
}

function wrongBrief(answer: Answer, account: Account, to: Pointer, fact: Fact): string | undefined {
  if (answer.isError) return answer.text.slice(0, 200);
  if (cell(answer, 'id') !== String(to.id)) return `it is about ${cell(answer, 'id')}`;
  const name = String(fact.values.name);
  if (seen(cell(answer, 'name')) !== seen(name)) return `it is called ${cell(answer, 'name')}`;
  const happened = activitiesWith(account, to);
  const parts = [openTasks(account, to), openDeals(account, to, fact.values), peopleOf(account, to)].filter(
    (part) => part !== undefined,
  );
  for (const part of parts) {
    const wrong = wrongPart(answer, part);
    if (wrong !== undefined) return wrong;
  }
  return (
    wrongContact(answer, account, to, fact, happened) ??
    wrongActivities(answer, account, happened) ??
    wrongColleagues(answer, account, happened)
  );
}

/** A brief about a record, and what is right of it. */
const briefOf = (account: Account, type: Briefed, fact: Fact, about: string): Question => ({
  tool: 'brief',
  input: { about },
  wrong: (answer) => wrongBrief(answer, account, { type, id: fact.id }, fact),
});

/** A brief about any record, by its id, by an e-mail, or by a name that nobody else has. */
export function randomBrief({ account, random }: Making): Question {
  const type: Briefed = random.pick(['person', 'company', 'opportunity', 'lead']);
  const kind = kinds.find((one) => one.type === type);
  const all = kind === undefined ? [] : account.facts(kind);
  const fact = random.pick(all);
  if (random.chance(0.05))
    return { tool: 'brief', input: { about: `${type} 79` }, wrong: isRefusal(['not_found'], '79') };
  const name = String(fact.values.name);
  const [email] = textsIn(fact.values.email);
  const hasNamesake = all.some((one) => one !== fact && lower(String(one.values.name)).includes(lower(name)));
  const about = random.pick([
    `${type} ${fact.id}`,
    `${name} (${type} ${fact.id})`,
    ...(hasNamesake || /[^\p{L} ]/u.test(name) || seen(name) !== name ? [] : [`${type} ${name}`]),
    ...((type === 'person' || type === 'lead') && email !== undefined ? [`${type} ${email}`] : []),
  ]);
  return briefOf(account, type, fact, about.slice(0, 400));
}
