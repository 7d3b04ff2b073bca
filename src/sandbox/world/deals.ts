import type { Person } from './contact-records.ts';
import { peopleByCompany } from './contacts.ts';
import { customValue, randomCustomValues, setCustomValue } from './custom-fields.ts';
import { type DealHistory, type HistoryStreams, randomDealHistory, statusIn } from './deal-history.ts';
import { type DealPlan, plannedDeals } from './deal-plans.ts';
import type { Opportunity, RevenueStatus } from './deal-record.ts';
import { type GeneratorContext, topicRandom } from './generator-context.ts';
import { accountCustomerSources, accountLossReasons, accountPipelines } from './lists.ts';
import { randomMoney } from './money.ts';
import type { RandomStream } from './random.ts';
import type { Company, Priority } from './records.ts';
import type { Pipeline } from './settings-records.ts';
import { accountUsers, randomOwner } from './users.ts';
import { accountTags, products, randomDetails } from './words.ts';

const priorities: readonly (Priority | null)[] = ['None', 'None', 'Low', 'Medium', 'High', null];

/** A deal and its history. */
export interface GeneratedDeal {
  record: Opportunity;
  history: DealHistory;
}

/** All deals: the planned ones first, then random ones. */
export function generateDeals(
  context: GeneratorContext,
  companies: readonly Company[],
  people: readonly Person[],
): GeneratedDeal[] {
  const random = topicRandom(context, 4);
  const streams = { random, reversals: topicRandom(context, 11) };
  const plans = plannedDeals(context, random);
  const colleagues = peopleByCompany(people);
  return Array.from({ length: context.size.deals }, (_, index) => {
    const plan = plans[index] ?? {};
    const named = plan.company && companies.find((company) => company.name === plan.company);
    const company = named || (random.chance(0.9) ? random.pick(companies) : null);
    const contact =
      random.chance(0.85) || plan.hasContact ? colleagues.get(company?.id ?? null)?.[0] : undefined;
    const customer: Customer = { company, contactId: contact?.id ?? null };
    return deal(context, streams, 2_827_698 + index * 13, plan, customer);
  });
}

/** Whom a deal is with. */
interface Customer {
  readonly company: Company | null;
  readonly contactId: number | null;
}

function deal(
  context: GeneratorContext,
  streams: HistoryStreams,
  id: number,
  plan: DealPlan,
  { company, contactId }: Customer,
): GeneratedDeal {
  const { random } = streams;
  const pipeline = pipelineOf(random, plan.pipeline);
  const status = plan.status ?? randomStatus(random);
  const history = randomDealHistory(context, streams, pipeline, status, plan.stage);
  const changed = history.events.at(-1)?.at ?? history.created;
  const industry = customValue(company?.custom_fields ?? [], 'Industry');
  const custom_fields = randomCustomValues('opportunity', random, context, { Industry: industry });
  if (plan.nextStep !== undefined) setCustomValue(custom_fields, 'Next step', plan.nextStep);
  const name = plan.name ?? `${company?.name ?? 'Private'} ${random.pick(products)}`;
  const owner = accountUsers.find((user) => user.name === plan.owner)?.id ?? randomOwner(random);
  const day = plan.closeDay ?? closeDay(context, random, history.closed);
  const record: Opportunity = {
    id,
    name,
    assignee_id: owner,
    close_date: day === null ? null : context.calendar.midnight(day),
    company_id: company?.id ?? null,
    company_name: company?.name ?? null,
    customer_source_id: random.chance(0.8) ? random.pick(accountCustomerSources).id : null,
    details: plan.details ?? randomDetails(random),
    loss_reason_id: status === 'Lost' && random.chance(0.85) ? random.pick(accountLossReasons).id : null,
    pipeline_id: pipeline.id,
    pipeline_is_revenue: pipeline.is_revenue,
    pipeline_type: 'opportunity',
    pipeline_stage_id: history.stage.id,
    primary_contact_id: contactId,
    priority: random.pick(priorities),
    status: statusIn(status, pipeline),
    tags: random.chance(0.4) ? random.some(accountTags, 3) : [],
    interaction_count: 0,
    ...(plan.money ?? randomMoney(random, 2000, 240_000)),
    win_probability: winProbability(random, status, history),
    date_stage_changed: history.events.findLast((event) => event.kind === 'stage')?.at ?? history.created,
    date_last_contacted: null,
    leads_converted_from: [],
    date_lead_created: null,
    date_created: history.created,
    date_modified: changed + Math.floor((context.now - changed) * random.next() * 0.5),
    custom_fields,
  };
  return { record, history };
}

/** One deal in ten is in the pipeline without revenue. */
function pipelineOf(random: RandomStream, name: string | undefined): Pipeline {
  const [sales, enterprise, onboarding] = accountPipelines;
  const drawn = random.chance(0.1) ? onboarding : random.chance(0.6) ? sales : enterprise;
  const found = accountPipelines.find((pipeline) => pipeline.name === name) ?? drawn;
  if (found === undefined) throw new RangeError('no pipelines');
  return found;
}

function randomStatus(random: RandomStream): RevenueStatus {
  const draw = random.next();
  if (draw < 0.44) return 'Open';
  return draw < 0.72 ? 'Won' : draw < 0.92 ? 'Lost' : 'Abandoned';
}

/** Open deals close from two weeks ago to half a year ahead, most of them soon; one in twenty has no date. */
function closeDay({ today, calendar }: GeneratorContext, random: RandomStream, closed: number | null) {
  if (random.chance(0.05)) return null;
  if (closed !== null) return calendar.dayOf(closed) + random.int(-20, 20);
  return today - 14 + Math.floor(random.next() ** 2 * 190);
}

function winProbability(random: RandomStream, status: RevenueStatus, history: DealHistory): number | null {
  if (status === 'Won') return 100;
  if (status !== 'Open') return 0;
  return random.chance(0.15) ? null : history.stage.win_probability;
}
