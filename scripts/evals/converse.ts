import { checkAnswer } from './check-answer.ts';
import { type Grade, gradeCall } from './grade-call.ts';
import { type CallResult, type Conversation, type Model, ProviderError } from './model.ts';
import type { EvalQuestion } from './question.ts';
import type { EvalServer } from './server.ts';

/** What one question may take. */
export interface Limits {
  readonly calls: number;
  /** Read and written, over all turns. */
  readonly tokens: number;
  readonly seconds: number;
}

/** A call that was made. */
export interface GradedCall {
  readonly tool: string;
  readonly input: unknown;
  readonly grade: Grade;
  readonly isError: boolean;
}

/** What became of a question. */
export interface Outcome {
  readonly number: number;
  readonly asks: string;
  readonly calls: readonly GradedCall[];
  readonly answer: string;
  /** What is wrong with the answer; empty if it is right. */
  readonly wrong: readonly string[];
  /** Why it was ended before there was an answer. */
  readonly ended?: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly seconds: number;
}

/** Who asks whom, with what, and until when. */
export interface Asking {
  readonly question: EvalQuestion;
  readonly server: EvalServer;
  readonly model: Model;
  readonly limits: Limits;
  /** Aborted when its time is over. */
  readonly signal: AbortSignal;
  /** The time of day in milliseconds. */
  readonly now: () => number;
}

/** What a client tells its model besides the server's instructions: who asks and what day it is. */
const systemPrompt = ({ instructions }: EvalServer) =>
  [
    'You work for Dana Li, who sells. Today is Monday, 2026-11-23; it is 12:00 in Los Angeles.',
    'Answer the question with the tools. Give the figures, names and ids that it asks for, in a few lines.',
    'Do not guess: if something cannot be known or done with these tools, say so. Nobody can answer questions of yours.',
    '',
    instructions,
  ].join('\n');

/**
 * Lets a model answer one question: makes its calls one after the other, grades each, and checks the answer.
 *
 * @throws ProviderError if no other question will be answered either
 */
export async function converse({ question, server, model, limits, signal, now }: Asking): Promise<Outcome> {
  const began = now();
  const calls: GradedCall[] = [];
  const turns: { own: unknown; results: readonly CallResult[] }[] = [];
  let [tokensIn, tokensOut, answer] = [0, 0, ''];
  let ended: string | undefined;

  const talk = async (): Promise<string | undefined> => {
    const conversation: Conversation = {
      system: systemPrompt(server),
      tools: server.tools,
      question: question.asks,
      turns,
    };
    for (;;) {
      const turn = await model(conversation, signal);
      tokensIn += turn.tokensIn;
      tokensOut += turn.tokensOut;
      if (turn.calls.length === 0) {
        answer = turn.text;
        return undefined;
      }
      if (calls.length + turn.calls.length > limits.calls) return `more than ${limits.calls} calls`;
      const results: CallResult[] = [];
      for (const { id, tool, input } of turn.calls) {
        const { text, isError } = await server.call(tool, input);
        calls.push({ tool, input, grade: gradeCall(question, tool, input), isError });
        results.push({ id, text, isError });
      }
      turns.push({ own: turn.own, results });
      if (tokensIn + tokensOut > limits.tokens) return `more than ${limits.tokens} tokens`;
      signal.throwIfAborted();
    }
  };

  try {
    ended = await talk();
  } catch (error) {
    if (error instanceof ProviderError && error.isFinal) throw error;
    if (!signal.aborted && !(error instanceof ProviderError)) throw error;
    ended = error instanceof ProviderError ? error.message : `more than ${limits.seconds} seconds`;
  }
  const wrong = ended === undefined ? checkAnswer(question.expects(server.account), answer) : [ended];
  return {
    number: question.number,
    asks: question.asks,
    calls,
    answer,
    wrong,
    ...(ended === undefined ? {} : { ended }),
    tokensIn,
    tokensOut,
    seconds: Math.round((now() - began) / 100) / 10,
  };
}
