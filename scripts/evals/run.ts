import { ChoiceError } from '../../src/mcp/choose-tools.ts';
import { converse, type Outcome } from './converse.ts';
import { type Model, ProviderError } from './model.ts';
import { help, type Options, type Provider, readOptions, UsageError } from './options.ts';
import type { Wire } from './post.ts';
import { anthropic, openAi } from './providers.ts';
import type { EvalQuestion } from './question.ts';
import { evalQuestions } from './questions/index.ts';
import { openServer } from './server.ts';
import { line, markdown, summarize } from './table.ts';

/** What the program meets: arguments, environment, output and files, the wire to the provider. */
export interface Surroundings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  /** For whoever watches; not part of the result. */
  readonly report: (text: string) => void;
  readonly write: (file: string, text: string) => void;
  readonly wire: Wire;
  /** Aborted after so many milliseconds. */
  readonly deadline: (ms: number) => AbortSignal;
  /** Answers instead of the provider's model. */
  readonly model?: Model;
}

const providers = {
  anthropic: { create: anthropic, key: 'ANTHROPIC_API_KEY', base: 'ANTHROPIC_BASE_URL' },
  openai: { create: openAi, key: 'OPENAI_API_KEY', base: 'OPENAI_BASE_URL' },
} as const satisfies Record<Provider, unknown>;

/** The model that was asked for, behind the key that is set. */
function modelOf({ provider, model }: Options, { env, wire }: Surroundings): Model {
  const known = (Object.keys(providers) as Provider[]).filter(
    (name) => (provider === undefined || name === provider) && (env[providers[name].key] ?? '') !== '',
  );
  const [name, other] = known;
  if (name === undefined)
    throw new UsageError(
      `Evals need a key of a model provider: set ${provider === undefined ? 'ANTHROPIC_API_KEY or OPENAI_API_KEY' : providers[provider].key}.`,
    );
  if (other !== undefined)
    throw new UsageError('Two keys are set: choose with --provider anthropic or openai.');
  if (model === undefined) throw new UsageError('Name the model: --model NAME, as its provider names it.');
  const { create, key, base } = providers[name];
  const address = env[base];
  return create(
    { model, key: env[key] ?? '', ...(address ? { base: address.replace(/(?<!\/)\/+$/, '') } : {}) },
    wire,
  );
}

/** What a run has cost so far, in US dollars; tokens from the provider's cache count in full. */
function priceOf(outcomes: readonly Outcome[], [tokensIn, tokensOut]: readonly [number, number]): number {
  const all = summarize(outcomes);
  return (all.tokensIn * tokensIn + all.tokensOut * tokensOut) / 1e6;
}

/** Why no further question is asked; undefined if the next one may be. */
function limitReached(outcomes: readonly Outcome[], { allTokens, price, maxPrice, limits }: Options) {
  const { tokensIn, tokensOut } = summarize(outcomes);
  if (tokensIn + tokensOut + limits.tokens > allTokens)
    return `the next question might take more than ${allTokens} tokens in all (--max-all-tokens)`;
  if (price !== undefined && maxPrice !== undefined) {
    const next = (limits.tokens * Math.max(...price)) / 1e6;
    if (priceOf(outcomes, price) + next > maxPrice)
      return `the next question might cost more than ${maxPrice} USD in all (--max-price)`;
  }
  const last = outcomes.slice(-3);
  if (last.length === 3 && last.every(({ ended, tokensIn: read }) => ended !== undefined && read === 0))
    return 'the provider did not answer three questions in a row';
  return undefined;
}

async function askAll(questions: readonly EvalQuestion[], options: Options, around: Surroundings) {
  const model = around.model ?? modelOf(options, around);
  const outcomes: Outcome[] = [];
  let ended: string | undefined;
  for (const question of questions) {
    ended = limitReached(outcomes, options);
    if (ended !== undefined) break;
    const server = await openServer(options.tools);
    try {
      const signal = around.deadline(options.limits.seconds * 1000);
      const { limits } = options;
      const outcome = await converse({ question, server, model, limits, signal, now: around.wire.now });
      outcomes.push(outcome);
      around.report(line(outcome));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      ended = error.message;
      break;
    } finally {
      await server.close();
    }
  }
  return { outcomes, ended };
}

function listed(questions: readonly EvalQuestion[]): string {
  const lines = questions.map(({ number, asks, optimal }) => {
    const tools = [...new Set(optimal.map(({ tool }) => tool))].join(', ') || 'no call';
    return `${String(number).padStart(2)}  ${asks}\n    ${tools}`;
  });
  return `${lines.join('\n')}\n`;
}

async function evaluate(options: Options, around: Surroundings): Promise<number> {
  const questions = evalQuestions.filter(({ number }) => options.only?.includes(number) ?? true);
  if (options.list) {
    around.print(listed(questions));
    return 0;
  }
  const { outcomes, ended } = await askAll(questions, options, around);
  const what = `${options.model ?? 'The model'}, tools: ${options.tools}`;
  const table = markdown(outcomes, what);
  const left = questions.length - outcomes.length;
  if (options.markdown !== undefined) around.write(options.markdown, table);
  const cost = options.price === undefined ? {} : { usd: priceOf(outcomes, options.price) };
  around.print(
    options.json
      ? `${JSON.stringify({ model: options.model, tools: options.tools, ...summarize(outcomes), ...cost, notAsked: left, ended, outcomes }, null, 2)}\n`
      : table,
  );
  if (ended !== undefined) around.report(`Ended early, ${left} questions not asked: ${ended}.`);
  return ended === undefined ? 0 : 1;
}

/** Runs the evals; 0 if every question was asked, whatever the answers, 1 if not, 2 for arguments that do not fit. */
export async function runEvals(around: Surroundings): Promise<number> {
  try {
    const options = readOptions(around.args);
    if (!options.help) return await evaluate(options, around);
    around.print(help);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ChoiceError)) throw error;
    around.report(error.message);
    return 2;
  }
}
