import type { Account } from './account.ts';
import type { Making } from './condition.ts';
import { customFieldsOf } from './custom.ts';
import { type Length, periodOf } from './days.ts';
import { statuses, statusNumber } from './deals.ts';
import { type Fact, isThere, textsIn } from './facts.ts';
import type { Kind } from './kind.ts';

/** What records are grouped by, and in which groups one is; a record without a value is in none. */
export interface Dimension {
  /** As it is asked for. */
  readonly asked: string;
  /** As its column is called. */
  readonly name: string;
  /** The groups of a record. Two readings where an account has two words for one thing: an answer keeps to one of them. */
  readonly readings: readonly ((fact: Fact) => readonly string[])[];
  /** The groups in their own order; undefined where the largest come first. */
  readonly order?: readonly string[];
  /** For periods of a date: which, and how long. */
  readonly period?: { readonly of: string; readonly length: Length };
  /** True where a record may be in several groups. */
  readonly several?: true;
}

/** The name of the group of records that are in no other. */
export const noGroup = '(none)';

const lengths: readonly Length[] = ['day', 'week', 'month', 'quarter', 'year'];

const one = (
  asked: string,
  label: (fact: Fact) => string | undefined,
  more: Partial<Dimension> = {},
): Dimension => ({
  asked,
  name: asked,
  readings: [(fact) => [label(fact) ?? []].flat()],
  ...more,
});

/** By an id whose name is in a list. */
const byList = (account: Account, asked: string, list: string, of = asked): Dimension =>
  one(asked, ({ values: { [of]: id } }) => {
    if (typeof id !== 'number') return undefined;
    const name = account.nameOf(list, id);
    const namesakes = list === 'user' ? account.world.users.filter((user) => user.name === name).length : 1;
    // Whom no list knows is told by the id, and of namesakes each is told by something behind the name.
    return name === undefined ? String(id) : namesakes > 1 ? `${name} ${behind(account, id)}` : name;
  });

/** What a user who shares a name may be told by: either will do. */
const behind = ({ world }: Account, id: number) =>
  `<${world.users.find((user) => user.id === id)?.email} ${id}>`;

/** By a text; what differs in case and spaces only is one group, shown as some record has it. */
const byText = (asked: string, of = asked): Dimension =>
  one(asked, ({ values: { [of]: text } }) => textsIn(text)[0]?.toLowerCase());

/** By company: companies that share a name are told apart by their ids. */
function byCompany(account: Account): Dimension {
  const count = new Map<string, number>();
  for (const { name } of account.world.companies) count.set(name, (count.get(name) ?? 0) + 1);
  return one('company', ({ values: { company, company_id: id } }) => {
    if (typeof id !== 'number') return undefined;
    return (count.get(String(company)) ?? 0) > 1 ? `${company} (company ${id})` : String(company);
  });
}

function byTeam({ world }: Account, of: string): Dimension {
  const teams = new Map(world.users.map(({ id, groups }) => [id, groups.map(({ name }) => name)]));
  return {
    asked: 'team',
    name: 'team',
    several: true,
    readings: [({ values: { [of]: id } }) => teams.get(Number(id)) ?? []],
  };
}

const byTag: Dimension = {
  asked: 'tag',
  name: 'tag',
  several: true,
  readings: [({ values: { tags } }) => [...new Set(textsIn(tags))]],
};

/** By stage, in the order of the pipelines; a name may be followed by its pipeline. */
function byStage({ world }: Account): Dimension {
  const stages = world.pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name }) => ({ id, label: `${name} (${pipeline.name})` })),
  );
  return one('stage', ({ values: { stage } }) => stages.find(({ id }) => id === stage)?.label, {
    order: stages.map(({ label }) => label),
  });
}

/** By status: where nothing is earned, Won is called Done, and so on; the contract knows only the first words. */
const byStatus: Dimension = {
  asked: 'status',
  name: 'status',
  readings: [
    ({ values: { status } }) => [String(status)],
    ({ values: { status, earns } }) => {
      const at = statusNumber(String(status));
      return [(earns === false ? ['Open', 'Done', "Won't Do", 'On Hold'] : statuses)[at] ?? ''];
    },
  ],
};

function byPeriod({ zone }: Account, of: string, length: Length): Dimension {
  return one(
    `${of} ${length}`,
    ({ values: { [of]: value } }) => {
      if (!isThere(value)) return undefined;
      return periodOf(typeof value === 'number' ? zone.day(value) : String(value), length);
    },
    { period: { of, length } },
  );
}

function byCustomField(account: Account, kind: Kind): Dimension[] {
  if (kind.type === 'activity') return [];
  return customFieldsOf(account, kind.type).flatMap((field): Dimension[] => {
    const { name, data_type: type } = field;
    if (type === 'Dropdown') return [one(name, ({ values: { [name]: value } }) => textsIn(value)[0])];
    if (type === 'String') return [byText(name)];
    if (type === 'Checkbox')
      return [one(name, ({ values: { [name]: value } }) => (value === true ? 'yes' : 'no'))];
    if (type === 'Date') return [byPeriod(account, name, 'month'), byPeriod(account, name, 'quarter')];
    if (type !== 'MultiSelect') return [];
    return [
      { asked: name, name, several: true, readings: [({ values: { [name]: value } }) => textsIn(value)] },
    ];
  });
}

const datesOf: Readonly<Record<Kind['name'], readonly string[]>> = {
  opportunities: ['closes', 'closes', 'created', 'modified', 'last_contact', 'stage_since'],
  people: ['created', 'last_contact'],
  companies: ['created', 'modified'],
  leads: ['created', 'last_contact', 'converted'],
  tasks: ['due', 'due', 'completed', 'created'],
  activities: ['date'],
};

const priority: Dimension = one('priority', ({ values }) => textsIn(values.priority)[0], {
  order: ['High', 'Medium', 'Low', 'None'],
});

const taskStatus = one('status', ({ values: { status } }) => String(status));

function ownDimensions(account: Account, kind: Kind): readonly Dimension[] {
  const owned = [byList(account, 'owner', 'user'), byTeam(account, 'owner')];
  const places = [byText('city'), byText('state'), byText('country')];
  switch (kind.name) {
    case 'opportunities':
      return [
        ...owned,
        byList(account, 'pipeline', 'pipeline'),
        byStage(account),
        byStatus,
        byList(account, 'source', 'source'),
        byList(account, 'loss_reason', 'loss_reason'),
        byCompany(account),
        byTag,
        priority,
      ];
    case 'leads':
      return [
        ...[...owned, ...places, byTag, byText('company')],
        byList(account, 'status', 'lead_status'),
        byList(account, 'source', 'source'),
      ];
    case 'people':
      return [...owned, ...places, byTag, byCompany(account), byList(account, 'type', 'contact_type')];
    case 'companies':
      return [...owned, ...places, byTag, byList(account, 'type', 'contact_type')];
    case 'tasks':
      return [...owned, taskStatus, byTag, priority];
    case 'activities':
      return [
        { ...byList(account, 'owner', 'user', 'who'), name: 'who' },
        byTeam(account, 'who'),
        one('type', ({ values }) => textsIn(values['type name'])[0]),
      ];
  }
}

/** Up to two different things to group by. */
export function randomDimensions(kind: Kind, { account, random }: Making): Dimension[] {
  const own = ownDimensions(account, kind);
  const custom = byCustomField(account, kind);
  const dates = datesOf[kind.name].map((of) => byPeriod(account, of, random.pick(lengths)));
  const any = () => random.pick(random.pick([own, own, dates, custom.length > 0 ? custom : own]));
  const first = any();
  if (random.chance(0.1)) return [];
  const second = any();
  return random.chance(0.3) && second.name !== first.name ? [first, second] : [first];
}
