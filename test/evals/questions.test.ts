import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../scripts/evals/check-answer.ts';
import { gradeCall } from '../../scripts/evals/grade-call.ts';
import { evalQuestions } from '../../scripts/evals/questions/index.ts';
import { openServer } from '../../scripts/evals/server.ts';
import { published } from '../../src/published.ts';
import { questions } from '../questions/index.ts';
import { parseAnswer } from '../questions/parsed-answer.ts';

type Call = readonly [tool: string, input: Record<string, unknown>];

/** One call that answers each question after the forty. */
const calls: Readonly<Record<number, Call>> = {
  41: ['funnel', { pipeline: 'Sales', during: 'this-year', cohort: true }],
  42: ['funnel', { pipeline: 'Enterprise', during: 'this-year', cohort: true }],
  43: ['funnel', { what: 'leads', during: '2026-07-01..' }],
  44: ['forecast', { target: '5000000 USD' }],
  45: ['forecast', { owner: 'me' }],
  46: ['today', {}],
  47: ['today', { since: '2026-11-20' }],
  48: ['needing_attention', { what: 'leads', reasons: ['unanswered'], unanswered: '7' }],
  49: ['needing_attention', { what: 'companies', reasons: ['silent'], silent: '14', owner: 'none' }],
  50: ['needing_attention', { what: 'people', reasons: ['no_email'], limit: 1 }],
  51: ['hygiene', {}],
  52: ['find', { text: '8 New Copy Machines' }],
  53: ['brief', { about: 'https://app.copper.com/companies/123456/app#/organization/9607599' }],
  54: ['search_people', { tags: 'vip', fields: ['name', 'email', 'owner'], limit: 50 }],
  55: [
    'search_opportunities',
    { owner: 'me', status: 'Open', stage: 'Negotiation (Sales)', fields: ['id', 'name', 'value'], limit: 50 },
  ],
  56: ['brief', { about: 'Jane' }],
  57: ['search_opportunities', { company: 'Dunder Mifflin', status: 'Open' }],
  58: ['brief', { about: 'opportunity 8 New Copy Machines' }],
  59: ['search_activities', { date: 'last-week', limit: 0 }],
  60: ['find', { text: 'Globex renewal' }],
};

/** What only a model says: that something cannot be known or done. */
const said: Readonly<Record<number, string>> = {
  58: 'Earlier values are not recorded.',
  59: 'Synced e-mail may be missing, so this cannot be known.',
  60: 'The connection is read-only.',
};

/** What a perfect model would have read when it answers, and how its calls are graded. */
async function ask(number: number) {
  const server = await openServer('all');
  const question = evalQuestions.find((each) => each.number === number);
  const asked = questions.find((each) => each.number === number);
  if (question === undefined) throw new Error(`no question ${number}`);
  const texts: string[] = [];
  const grades = new Set<string>();
  const call = async (tool: string, input: Record<string, unknown> = {}) => {
    const { text } = await server.call(tool, input);
    texts.push(text);
    grades.add(gradeCall(question, tool, input));
    return parseAnswer(text);
  };
  try {
    if (asked === undefined) await call(...(calls[number] ?? ['no_such_tool', {}]));
    else await asked.answer({ ...server.account, call });
    return {
      expected: question.expects(server.account),
      text: [...texts, said[number] ?? ''].join('\n'),
      grades: [...grades],
    };
  } finally {
    await server.close();
  }
}

const each = evalQuestions.map(({ number, asks }) => ({ number, asks }));
const answers = new Map<number, Awaited<ReturnType<typeof ask>>>();

describe('sixty questions', () => {
  test('are asked in their order, each once', () => {
    expect(each.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    expect(new Set(each.map(({ asks }) => asks)).size).toBe(60);
  });

  test.each(each)(
    '$number: what its calls return answers it, and none of them is forbidden',
    async ({ number }) => {
      const { expected, text, grades } = await ask(number);
      answers.set(number, { expected, text, grades });
      expect(checkAnswer(expected, text)).toEqual([]);
      expect(grades).not.toContain('forbidden');
      expect(grades).toContain(number === 60 || number === 23 ? 'acceptable' : 'optimal');
    },
  );

  // What only the words of a model can say is in no answer of the server.
  test.each(each.filter(({ number }) => said[number] === undefined))(
    '$number: the answers to others do not',
    ({ number }) => {
      const { expected } = answers.get(number) ?? { expected: {} };
      const others = [...answers].filter(([other]) => other !== number && other % 5 === number % 5);
      const wrong = others.filter(([, { text }]) => checkAnswer(expected, text).length > 0);
      expect(others).toHaveLength(11);
      expect(wrong.length).toBeGreaterThanOrEqual(8);
    },
  );

  test('their tables name tools that exist, and reach each report', () => {
    const known = new Set(published.map(({ name }) => name));
    const named = evalQuestions.flatMap(({ optimal, acceptable = [], forbidden = [] }) =>
      [...optimal, ...acceptable, ...forbidden].map(({ tool }) => tool),
    );
    expect(named.filter((tool) => !known.has(tool))).toEqual([]);
    const best = new Set(evalQuestions.flatMap(({ optimal }) => optimal.map(({ tool }) => tool)));
    for (const report of ['find', 'brief', 'summarize', 'forecast', 'hygiene', 'funnel', 'today'])
      expect([...best]).toContain(report);
  });
});
