import { quarterOf } from './calendar.ts';
import type { RevenueStatus } from './deal-record.ts';
import type { GeneratorContext } from './generator-context.ts';
import { type MoneyFields, moneyFields } from './money.ts';
import type { RandomStream } from './random.ts';
import { randomSentences } from './words.ts';

/** What is fixed about a deal; the rest is random. */
export interface DealPlan {
  name?: string;
  company?: string;
  /** A user's name. */
  owner?: string;
  pipeline?: string;
  stage?: string;
  status?: RevenueStatus;
  /** A day of the calendar. */
  closeDay?: number;
  money?: MoneyFields;
  details?: string;
  /** The custom field of that name. */
  nextStep?: string;
  /** Set: it always has a primary contact. */
  hasContact?: true;
}

/** The position of the first deal that is surely not planned. */
export const firstUnplanned = 20;

/** The deals that every account has, whatever the seed: tests and demos look for them by name, owner, stage or text. */
export function plannedDeals(context: GeneratorContext, random: RandomStream): DealPlan[] {
  const { last } = quarterOf(context.today);
  const daysLeft = last - context.today;
  const negotiating = (owner: string, pipeline: string, company: string, share: number): DealPlan => ({
    name: `${company} ${pipeline === 'Sales' ? 'renewal' : 'platform rollout'}`,
    company,
    owner,
    pipeline,
    stage: 'Negotiation',
    status: 'Open',
    closeDay: context.today + Math.floor(daysLeft * share),
    money: moneyFields(20_000 + Math.round(share * 90) * 1000),
  });
  return [
    {
      ...negotiating('Dana Li', 'Sales', 'Dunder Mifflin', 0.6),
      name: '8 New Copy Machines',
      money: moneyFields(250_000),
    },
    {
      name: 'Hooli trial of three months',
      details: 'They want to begin with one team and decide after three months.',
      nextStep: 'Send the plan of the pilot',
      status: 'Open',
      company: 'Hooli',
      owner: 'Olivia Brown',
    },
    {
      name: 'Globex data centre move',
      company: 'Globex',
      details: randomSentences(random, 900).slice(0, 30_000),
      status: 'Open',
    },
    negotiating('Dana Li', 'Sales', 'Initech', 0),
    negotiating('Dana Li', 'Sales', 'Globex', 0.2),
    { ...negotiating('Dana Li', 'Sales', 'Acme Robotics', 1), hasContact: true },
    negotiating('Dana Li', 'Enterprise', 'Umbrella Health', 0.4),
    negotiating('Dana Li', 'Enterprise', 'Globex Europe', 0.9),
    negotiating('Jane Park', 'Sales', 'Acme Foods', 0),
    negotiating('Jane Park', 'Sales', 'Hooli', 0.5),
    negotiating('Jane Park', 'Enterprise', 'Wayne Logistics', 0.8),
    negotiating('Jane Smith', 'Sales', 'Müller Maschinenbau', 0.3),
    negotiating('Jane Smith', 'Enterprise', 'Café Olé', 0.7),
    {
      name: 'Initech onboarding',
      company: 'Initech',
      pipeline: 'Onboarding',
      stage: 'Setup',
      status: 'Open',
    },
  ];
}
