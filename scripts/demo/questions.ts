/** One call an agent would make; the input may come from the answer of the call before it. */
export interface Step {
  readonly tool: string;
  readonly input: (before: string) => Record<string, unknown>;
}

/** A question of a sales person and the calls that answer it. */
export interface Question {
  readonly asked: string;
  readonly steps: readonly Step[];
}

const step = (tool: string, input: Record<string, unknown>): Step => ({ tool, input: () => input });

/** The id in the first row of a table: what an agent would take from it. */
const firstId = (answer: string) => Number(answer.split('\n')[2]?.split('\t')[0]);

export const questions: readonly Question[] = [
  {
    asked: 'Which of my open deals in Negotiation close this quarter, biggest first?',
    steps: [
      step('search_opportunities', {
        owner: 'me',
        stage: 'Negotiation',
        status: 'Open',
        closes: 'this-quarter',
        sort: '-value',
        limit: 6,
        fields: ['name', 'company', 'stage', 'value', 'closes'],
      }),
    ],
  },
  {
    asked: 'What is overdue for me?',
    steps: [
      step('search_tasks', {
        owner: 'me',
        status: 'Open',
        due: '..now',
        sort: 'due',
        limit: 5,
        fields: ['name', 'due', 'priority', 'related'],
      }),
    ],
  },
  {
    asked: 'Who do we know at Globex, and when did we last talk?',
    steps: [
      step('search_people', { company: 'Globex', fields: ['name', 'title', 'owner', 'last_contact'] }),
      step('search_activities', { on: 'company Globex', limit: 3, fields: ['date', 'type', 'who', 'what'] }),
    ],
  },
  {
    asked: 'What happened on the copy machines deal?',
    steps: [
      step('search_opportunities', { name: 'copy machines' }),
      {
        tool: 'get_opportunity_activities',
        input: (before) => ({ id: firstId(before), fields: ['date', 'type', 'who', 'what'] }),
      },
    ],
  },
  {
    asked: 'How many new leads in the last 30 days, and which were referred to us?',
    steps: [
      step('search_leads', { created: '-30d', limit: 0 }),
      step('search_leads', {
        created: '-30d',
        source: 'Referral',
        sort: '-value',
        limit: 5,
        fields: ['name', 'company', 'status', 'owner', 'value', 'created'],
      }),
    ],
  },
];
