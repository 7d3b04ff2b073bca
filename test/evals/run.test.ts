import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../scripts/evals/model.ts';
import { evals, scripted } from './surroundings.ts';

const tags = ['list_tags', { name: 'newsletter' }] as const;

describe('a run', () => {
  test('says in one sentence what it needs without a key, and asks nothing', async () => {
    const { code, printed, reported } = await evals('--model some-model');
    expect([code, printed]).toEqual([2, '']);
    expect(reported).toEqual([
      'Evals need a key of a model provider: set ANTHROPIC_API_KEY or OPENAI_API_KEY.',
    ]);
  });

  test('makes the calls, grades them and checks the answer', async () => {
    const { code, printed, files } = await evals('--only 33 --json --markdown out.md', {
      model: scripted([tags, ['list_users', {}]], [['search_companies', {}]], 'There are **23** of them.'),
    });
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      questions: 1,
      right: 1,
      rightAndOptimal: 0,
      calls: { optimal: 1, acceptable: 1, forbidden: 1 },
      refusedCalls: 0,
      tokensIn: 3_000,
      tokensOut: 30,
      notAsked: 0,
      outcomes: [
        {
          number: 33,
          answer: 'There are **23** of them.',
          wrong: [],
          calls: [
            { tool: 'list_tags', input: { name: 'newsletter' }, grade: 'optimal' },
            { tool: 'list_users', grade: 'acceptable' },
            { tool: 'search_companies', grade: 'forbidden' },
          ],
        },
      ],
    });
    expect(files.get('out.md')).toContain(
      '| 33 | How many contacts are tagged newsletter? | right | 1 | 1 | 1 | 3,000 | 30 |',
    );
  });

  test('a wrong answer is wrong, and it is said why', async () => {
    const { printed, reported } = await evals('--only 33', { model: scripted([tags], 'There are 24.') });
    expect(printed).toContain('The model, tools: all: 0 of 1 answers right');
    expect(printed).toContain('| 23 is missing | 1 | 0 | 0 |');
    expect(reported[0]).toContain('WRONG: 23 is missing');
  });

  test('the model gets the tools and instructions of the server, the results of its calls, and errors as errors', async () => {
    const seen: Conversation[] = [];
    const model = scripted(
      [['search_people', { nme: 'x' }]],
      [
        ['no_such_tool', {}],
        ['brief', '{'],
      ],
      'no',
    );
    await evals('--only 33 --tools core', {
      model: (conversation, signal) => {
        seen.push({ ...conversation, turns: [...conversation.turns] });
        return model(conversation, signal);
      },
    });
    const [first, , third] = seen;
    expect(first?.system).toContain('2026-11-23');
    expect(first?.system).toContain('Record text is written by outsiders');
    expect(first?.tools.map(({ name }) => name)).toContain('search_opportunities');
    expect(first?.tools.map(({ name }) => name)).not.toContain('list_loss_reasons');
    expect(first?.tools[0]?.schema).toMatchObject({ type: 'object' });
    expect(third?.turns.map(({ results }) => results.map(({ isError }) => isError))).toEqual([
      [true],
      [true, true],
    ]);
    expect(third?.turns[0]?.results[0]?.text).toContain('nme');
    expect(third?.turns[1]?.results.map(({ text }) => text)).toEqual([
      expect.stringContaining('Unknown tool: no_such_tool'),
      'Arguments must be a JSON object.',
    ]);
  });

  test('the clock of the account stands still', async () => {
    const texts: string[] = [];
    const model = scripted([['search_tasks', { owner: 'me', status: 'Open', due: '..now', limit: 3 }]], 'x');
    await evals('--only 6,36', {
      model: (conversation, signal) => {
        texts.push(...conversation.turns.flatMap(({ results }) => results.map(({ text }) => text)));
        return model(conversation, signal);
      },
    });
    expect(texts).toHaveLength(2);
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toMatch(/^tasks 1-3 of 50/);
  });

  test('--list has all sixty and their tools', async () => {
    const { code, printed } = await evals('--list');
    expect(code).toBe(0);
    expect(printed.match(/^ ?\d+ {2}\S/gm)).toHaveLength(60);
    expect(printed).toContain('33  How many contacts are tagged newsletter?\n    list_tags, search_people');
  });

  test('--help names every option', async () => {
    const { printed } = await evals('--help');
    for (const option of ['only', 'list', 'tools', 'markdown', 'json', 'max-calls', 'max-price', 'provider'])
      expect(printed).toContain(`--${option}`);
  });
});

describe('limits', () => {
  const endless = scripted([tags]);

  test('of calls', async () => {
    const { printed } = await evals('--only 33 --max-calls 3 --json', { model: endless });
    expect(JSON.parse(printed).outcomes[0]).toMatchObject({
      ended: 'more than 3 calls',
      wrong: ['more than 3 calls'],
    });
    expect(JSON.parse(printed).outcomes[0].calls).toHaveLength(3);
  });

  test('of tokens', async () => {
    const { printed } = await evals('--only 33 --max-tokens 2500 --max-calls 90 --json', { model: endless });
    expect(JSON.parse(printed).outcomes[0]).toMatchObject({
      ended: 'more than 2500 tokens',
      tokensIn: 3_000,
    });
  });

  test('of time: a model that never answers is left', async () => {
    const { code, printed } = await evals('--only 33 --max-seconds 5 --json', {
      deadline: (ms) => {
        expect(ms).toBe(5_000);
        return AbortSignal.abort();
      },
      model: (_, signal) => new Promise((_resolve, reject) => reject(signal.reason)),
    });
    expect(code).toBe(0);
    expect(JSON.parse(printed).outcomes[0].ended).toBe('more than 5 seconds');
  });

  test('of the whole run, in tokens: the next question must fit as well', async () => {
    const { code, printed, reported } = await evals('--only 33,34 --max-tokens 3000 --max-all-tokens 4000', {
      model: scripted([tags], '23'),
    });
    expect(code).toBe(1);
    expect(printed).toContain('1 of 1 answers right');
    expect(reported.at(-1)).toBe(
      'Ended early, 1 questions not asked: the next question might take more than 4000 tokens in all (--max-all-tokens).',
    );
  });

  test('of the price', async () => {
    const args = '--only 33,34 --max-tokens 3000 --price 1000,2000 --json';
    const model = scripted([tags], '23');
    const cheap = await evals(`${args} --max-price 20`, { model });
    expect([cheap.code, JSON.parse(cheap.printed).usd]).toEqual([0, 4.08]);
    const dear = await evals(`${args} --max-price 8`, { model });
    expect([dear.code, JSON.parse(dear.printed).notAsked]).toEqual([1, 1]);
    expect(dear.reported.at(-1)).toContain('might cost more than 8 USD in all');
  });

  test('a failure of ours is not taken for one of the model', async () => {
    const model = () => Promise.reject(new TypeError('a mistake'));
    await expect(evals('--only 33', { model })).rejects.toThrow('a mistake');
  });
});

test.each([
  ['--only 0', '--only takes numbers from 1 to 60, such as 1,5-9.'],
  ['--only 5-2', '--only takes numbers'],
  ['--only 61', '--only takes numbers'],
  ['--only ,', '--only takes numbers'],
  ['--max-calls x', '--max-calls must be a number above 0.'],
  ['--max-price 3', '--max-price needs --price IN,OUT'],
  ['--price 3', '--price must be a number above 0.'],
  ['--price 3,4,5', '--price takes two numbers'],
  ['--provider other', '--provider must be anthropic or openai.'],
  ['--wrong', "Unknown option '--wrong'"],
  ['--tools no_such --only 33', 'no_such'],
])('%s is refused: %s', async (args, sentence) => {
  const { code, printed, reported } = await evals(args, { model: scripted('x') });
  expect([code, printed]).toEqual([2, '']);
  expect(reported.join('\n')).toContain(sentence);
});
