import { quarterOf } from './calendar.ts';
import type { RevenueStatus } from './deal-record.ts';
import type { Ground } from './ground.ts';
import { HOSTILE_DETAILS, HOSTILE_NAME } from './hostile.ts';
import { amount, type Money } from './money.ts';
import { prose } from './phrases.ts';
import type { Random } from './random.ts';

/** What is settled about a deal before chance fills in the rest. */
export interface DealPlan {
  name?: string;
  company?: string;
  /** A user's name. */
  owner?: string;
  pipeline?: string;
  stage?: string;
  status?: RevenueStatus;
  /** A civil day. */
  closes?: number;
  money?: Money;
  details?: string;
  /** Whether it surely has a primary contact. */
  contact?: true;
}

/** Deals every account has: the ones scenarios ask for by name, owner, stage or text. */
export function dealPlans(ground: Ground, random: Random): DealPlan[] {
  const { last } = quarterOf(ground.today);
  const left = last - ground.today;
  const negotiating = (owner: string, pipeline: string, company: string, share: number): DealPlan => ({
    name: `${company} ${pipeline === 'Sales' ? 'renewal' : 'platform rollout'}`,
    company,
    owner,
    pipeline,
    stage: 'Negotiation',
    status: 'Open',
    closes: ground.today + Math.floor(left * share),
    money: amount(20_000 + Math.round(share * 90) * 1000),
  });
  return [
    {
      ...negotiating('Dana Li', 'Sales', 'Dunder Mifflin', 0.6),
      name: '8 New Copy Machines',
      money: amount(250_000),
    },
    { name: HOSTILE_NAME, details: HOSTILE_DETAILS, status: 'Open', company: 'Hooli', owner: 'Olivia Brown' },
    {
      name: 'Globex data centre move',
      company: 'Globex',
      details: prose(random, 900).slice(0, 30_000),
      status: 'Open',
    },
    negotiating('Dana Li', 'Sales', 'Initech', 0),
    negotiating('Dana Li', 'Sales', 'Globex', 0.2),
    { ...negotiating('Dana Li', 'Sales', 'Acme Robotics', 1), contact: true },
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
