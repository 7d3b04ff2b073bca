import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { World } from '../../src/sandbox/sandbox.ts';
import { startHarness, testNow } from '../harness.ts';
import { turning } from '../turning.ts';
import { type ParsedAnswer, parseAnswer } from './parsed-answer.ts';

/** What a question is asked with: the product, and what the account really holds. */
export interface Asking {
  /** Calls a tool; rejects when the answer is an error. */
  call(tool: string, input?: Record<string, unknown>): Promise<ParsedAnswer>;
  readonly world: World;
  /** Unix seconds. */
  readonly now: number;
}

/** A real question of sales people, the calls that answer it, and a check of the answer by other means. */
export interface Question {
  /** Its number in the list of forty. */
  readonly number: number;
  readonly asks: string;
  /** Makes the calls and throws where an answer is not what the account holds. */
  readonly answer: (asking: Asking) => Promise<void>;
}

/** What an answer took; `tokens` are those of inputs and answers (o200k). */
export interface Cost {
  readonly calls: number;
  readonly requests: number;
  readonly tokens: number;
}

/** Asks one question of a server that has just started with these settings, and counts. */
export async function ask(
  { answer }: Pick<Question, 'answer'>,
  env: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const { call, sandbox, clock, close } = await startHarness({ env, sandbox: { limit: 0 } });
  let [calls, tokens] = [0, 0];
  try {
    await answer({
      world: sandbox.world,
      now: testNow / 1000,
      async call(tool, input = {}) {
        const { text, isError } = await turning(call(tool, input), clock);
        if (isError) throw new Error(`${tool} ${JSON.stringify(input)}: ${text}`);
        calls++;
        tokens += countTokens(JSON.stringify(input)) + countTokens(text);
        return parseAnswer(text);
      },
    });
    return { calls, requests: sandbox.log.length, tokens };
  } finally {
    await close();
  }
}
