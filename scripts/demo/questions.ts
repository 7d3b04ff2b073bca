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
    asked: 'Which of my open deals need attention, and why?',
    steps: [step('deals_needing_attention', { owner: 'me', limit: 3 })],
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
    asked: 'How does this quarter stand against 5 million?',
    steps: [step('forecast', { during: 'this-quarter', target: 5_000_000 })],
  },
  { asked: 'What is on my plate today?', steps: [step('today', { limit: 3 })] },
  { asked: 'Brief me for my call with Globex.', steps: [step('brief', { about: 'Globex' })] },
];
