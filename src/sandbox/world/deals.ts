import type { Person } from './contact-records.ts';
import { customValue, customValues, setCustomValue } from './custom-values.ts';
import { type Chances, type DealLife, dealLife, wordFor } from './deal-life.ts';
import { type DealPlan, dealPlans } from './deal-plans.ts';
import type { Opportunity, RevenueStatus } from './deal-record.ts';
import { type Ground, stream } from './ground.ts';
import { HOSTILE_NAME, HOSTILE_NOTE } from './hostile.ts';
import { CUSTOMER_SOURCES, LOSS_REASONS } from './lists.ts';
import { money } from './money.ts';
import { byCompany } from './people.ts';
import { details, GOODS, TAGS } from './phrases.ts';
import { PIPELINES } from './pipelines.ts';
import type { Random } from './random.ts';
import type { Company, Priority } from './records.ts';
import type { Pipeline } from './settings-records.ts';
import { owner, USERS } from './users.ts';

const PRIORITIES: readonly (Priority | null)[] = ['None', 'None', 'Low', 'Medium', 'High', null];

/** A deal with the past it came from. */
export interface Deal {
  record: Opportunity;
  life: DealLife;
}

/** All deals: the planned ones first, chance fills the rest. */
export function deals(ground: Ground, companies: readonly Company[], people: readonly Person[]): Deal[] {
  const random = stream(ground, 4);
  const chances = { random, turns: stream(ground, 11) };
  const plans = dealPlans(ground, random);
  const colleagues = byCompany(people);
  return Array.from({ length: ground.size.deals }, (_, index) => {
    const plan = plans[index] ?? {};
    const named = plan.company && companies.find((company) => company.name === plan.company);
    const company = named || (random.chance(0.9) ? random.pick(companies) : null);
    const contact =
      random.chance(0.85) || plan.contact ? colleagues.get(company?.id ?? null)?.[0] : undefined;
    return deal(ground, chances, 2_827_698 + index * 13, plan, company, contact?.id ?? null);
  });
}

function deal(
  ground: Ground,
  chances: Chances,
  id: number,
  plan: DealPlan,
  company: Company | null,
  contact: number | null,
): Deal {
  const { random } = chances;
  const pipeline = pipelineOf(random, plan.pipeline);
  const status = plan.status ?? statusByChance(random);
  const life = dealLife(ground, chances, pipeline, status, plan.stage);
  const changed = life.events.at(-1)?.at ?? life.created;
  const industry = customValue(company?.custom_fields ?? [], 'Industry');
  const custom_fields = customValues('opportunity', random, ground, { Industry: industry });
  if (plan.name === HOSTILE_NAME) setCustomValue(custom_fields, 'Next step', HOSTILE_NOTE);
  const record: Opportunity = {
    id,
    name: plan.name ?? `${company?.name ?? 'Private'} ${random.pick(GOODS)}`,
    assignee_id: USERS.find((user) => user.name === plan.owner)?.id ?? owner(random),
    close_date: closeDate(ground, random, life, plan.closes),
    company_id: company?.id ?? null,
    company_name: company?.name ?? null,
    customer_source_id: random.chance(0.8) ? random.pick(CUSTOMER_SOURCES).id : null,
    details: plan.details ?? details(random),
    loss_reason_id: status === 'Lost' && random.chance(0.85) ? random.pick(LOSS_REASONS).id : null,
    pipeline_id: pipeline.id,
    pipeline_is_revenue: pipeline.is_revenue,
    pipeline_type: 'opportunity',
    pipeline_stage_id: life.stage.id,
    primary_contact_id: contact,
    priority: random.pick(PRIORITIES),
    status: wordFor(status, pipeline),
    tags: random.chance(0.4) ? random.some(TAGS, 3) : [],
    interaction_count: 0,
    ...(plan.money ?? money(random, 2000, 240_000)),
    win_probability: winProbability(random, status, life),
    date_stage_changed: life.events.findLast((event) => event.kind === 'stage')?.at ?? life.created,
    date_last_contacted: null,
    leads_converted_from: [],
    date_lead_created: null,
    date_created: life.created,
    date_modified: changed + Math.floor((ground.now - changed) * random.next() * 0.5),
    custom_fields,
  };
  return { record, life };
}

/** One deal in ten is in the pipeline that earns nothing. */
function pipelineOf(random: Random, name: string | undefined): Pipeline {
  const [sales, enterprise, onboarding] = PIPELINES;
  const chance = random.chance(0.1) ? onboarding : random.chance(0.6) ? sales : enterprise;
  const found = PIPELINES.find((pipeline) => pipeline.name === name) ?? chance;
  if (found === undefined) throw new RangeError('no pipeline');
  return found;
}

/** In the words of a pipeline that earns money. */
function statusByChance(random: Random): RevenueStatus {
  const luck = random.next();
  if (luck < 0.44) return 'Open';
  return luck < 0.72 ? 'Won' : luck < 0.92 ? 'Lost' : 'Abandoned';
}

/** Open deals close from two weeks ago to half a year ahead, most of them soon; a few have no date. */
function closeDate(ground: Ground, random: Random, life: DealLife, planned?: number): number | null {
  if (planned !== undefined) return ground.calendar.midnight(planned);
  if (random.chance(0.05)) return null;
  const day =
    life.closed === null
      ? ground.today - 14 + Math.floor(random.next() ** 2 * 190)
      : ground.calendar.dayOf(life.closed) + random.int(-20, 20);
  return ground.calendar.midnight(day);
}

function winProbability(random: Random, status: RevenueStatus, life: DealLife): number | null {
  if (status === 'Won') return 100;
  if (status !== 'Open') return 0;
  return random.chance(0.15) ? null : life.stage.win_probability;
}
