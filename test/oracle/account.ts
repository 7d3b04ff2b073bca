import type { World } from '../../src/sandbox/sandbox.ts';
import { startHarness } from '../harness.ts';
import { turning } from '../turning.ts';
import type { AccountKind } from './account-kinds.ts';
import { type Answer, answerOf } from './answers.ts';
import { companies } from './companies.ts';
import { zoneOf } from './days.ts';
import { deals } from './deals.ts';
import type { Fact, Ground, List } from './facts.ts';
import type { Kind } from './kind.ts';
import { leads } from './leads.ts';
import { makeOdd } from './oddities.ts';
import { people } from './people.ts';
import { activities, tasks } from './work.ts';

/** All kinds of records that can be searched. */
export const kinds: readonly Kind[] = [deals, people, companies, leads, tasks, activities];

/** An account of the sandbox, what it holds, and the product in front of it. */
export interface Account extends Ground {
  readonly kind: AccountKind;
  /** The user whose key it is. */
  readonly me: number;
  /** What a search without conditions can find. */
  facts(kind: Kind): readonly Fact[];
  /** The name of an entry of a list; undefined where there is none. */
  nameOf(list: List | string, id: number): string | undefined;
  /** Unix seconds. */
  now(): number;
  /** Asks the product as a client does. */
  ask(tool: string, input: Readonly<Record<string, unknown>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Users as answers name them: with their e-mail where two have one name. */
const distinctUsers = ({ users }: World) =>
  users.map(({ id, name, email }) => {
    const shared = users.some((other) => other.id !== id && other.name === name);
    return { id, name: shared ? `${name} <${email}>` : name };
  });

/** Names by list and id, as answers have them. */
export function namesIn(world: World): Map<string, Map<number, string>> {
  const lists: Readonly<Record<string, readonly { id: number; name: string }[]>> = {
    user: distinctUsers(world),
    pipeline: world.pipelines,
    source: world.customerSources,
    loss_reason: world.lossReasons,
    contact_type: world.contactTypes,
    lead_status: world.leadStatuses,
    person: world.people,
    company: world.companies,
    lead: world.leads,
    opportunity: world.opportunities,
  };
  return new Map(
    Object.entries(lists).map(([list, rows]) => [list, new Map(rows.map(({ id, name }) => [id, name]))]),
  );
}

/** Nothing is left out for want of time, requests or room, unless the kind of account says so. */
const patient = {
  COPPER_RATE_LIMIT: '100000',
  COPPER_MAX_RESULT_CHARS: '40000',
  COPPER_TIMEOUT_MS: '600000',
  COPPER_REPORT_TIMEOUT_MS: '3600000',
};

/** Starts an account and the product. */
export async function startAccount(kind: AccountKind): Promise<Account> {
  const { zone, home = zone, env, sandbox } = kind;
  const harness = await startHarness({
    env: { ...patient, COPPER_TIMEZONE: zone, ...env },
    sandbox: { limit: 0, timeZone: home, ...sandbox },
  });
  if (kind.isOdd === true) harness.sandbox.change(makeOdd);
  const { world } = harness.sandbox;
  const ground = { world, zone: zoneOf(zone), home: zoneOf(home), names: sandbox.names ?? 'both' };
  const facts = new Map<Kind, readonly Fact[]>();
  const names = namesIn(world);
  return {
    ...ground,
    kind,
    me: world.users.find(({ email }) => email === 'dana.li@example.com')?.id ?? 0,
    facts(of) {
      const known = facts.get(of) ?? of.facts(ground);
      facts.set(of, known);
      return known;
    },
    nameOf: (list, id) => names.get(list)?.get(id),
    now: () => Math.floor(harness.clock.now() / 1000),
    ask: async (tool, input) => answerOf(await turning(harness.call(tool, { ...input }), harness.clock)),
    close: () => harness.close(),
  };
}
