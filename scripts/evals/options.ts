import { parseArgs } from 'node:util';
import type { Limits } from './converse.ts';

/** A sentence for whoever started the program with arguments that do not fit. */
export class UsageError extends Error {}

/** Who answers. */
export type Provider = 'anthropic' | 'openai';

/** What was asked for on the command line. */
export interface Options {
  readonly list: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly markdown?: string;
  readonly model?: string;
  readonly provider?: Provider;
  /** Numbers of questions; all without it. */
  readonly only?: readonly number[];
  /** As in `COPPER_TOOLS`. */
  readonly tools: string;
  readonly limits: Limits;
  /** What all questions together may take, in tokens. */
  readonly allTokens: number;
  /** US dollars for a million tokens in and out. */
  readonly price?: readonly [tokensIn: number, tokensOut: number];
  /** What the run may cost, in US dollars. */
  readonly maxPrice?: number;
}

/** What --help prints. */
export const help = `npm run evals -- --model NAME [options]
Asks a model sixty questions over the sandbox; it gets the server's tools and instructions and chooses its calls.
Each call is graded optimal, acceptable or forbidden, each answer is checked against the account's data.
The key of the provider comes from ANTHROPIC_API_KEY or OPENAI_API_KEY; ANTHROPIC_BASE_URL or OPENAI_BASE_URL
name another server that speaks the same protocol.

  --model NAME         the model, as its provider names it
  --provider NAME      anthropic or openai; needed if both keys are set
  --only 1,5-9         these questions
  --list               lists the questions and their optimal tools; needs no key
  --tools CHOICE       the tools that are offered, as in COPPER_TOOLS, e.g. core; default all
  --markdown FILE      writes the table to a file
  --json               prints everything as JSON, calls and answers included
  --max-calls N        calls for one question, default 8
  --max-tokens N       tokens read and written for one question, default 150000
  --max-seconds N      seconds for one question, default 180
  --max-all-tokens N   tokens of the whole run, default 4000000
  --price IN,OUT       what the provider takes for a million tokens in and out, in US dollars
  --max-price USD      ends the run before it costs more; needs --price
`;

function number(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0)) throw new UsageError(`--${name} must be a number above 0.`);
  return value;
}

function questionNumbers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^\s*(\d{1,2})(?:-(\d{1,2}))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === '' || first < 1 || last > 60 || last < first)
      throw new UsageError('--only takes numbers from 1 to 60, such as 1,5-9.');
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

function pricesOf(text: string): [number, number] {
  const [tokensIn = '', tokensOut = '', ...more] = text.split(',');
  if (more.length > 0) throw new UsageError('--price takes two numbers, such as 3,15.');
  return [number(tokensIn, 'price'), number(tokensOut, 'price')];
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const spec = {
  model: text,
  provider: text,
  only: text,
  list: flag,
  help: flag,
  tools: { ...text, default: 'all' },
  markdown: text,
  json: flag,
  'max-calls': { ...text, default: '8' },
  'max-tokens': { ...text, default: '150000' },
  'max-seconds': { ...text, default: '180' },
  'max-all-tokens': { ...text, default: '4000000' },
  price: text,
  'max-price': text,
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: spec }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Reads the command line.
 *
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const { provider, markdown, model, only, price } = values;
  const maxPrice = values['max-price'];
  if (provider !== undefined && provider !== 'anthropic' && provider !== 'openai')
    throw new UsageError('--provider must be anthropic or openai.');
  if (maxPrice !== undefined && price === undefined)
    throw new UsageError('--max-price needs --price IN,OUT: prices of models are not known here.');
  return {
    list: values.list,
    json: values.json,
    help: values.help,
    tools: values.tools,
    limits: {
      calls: number(values['max-calls'], 'max-calls'),
      tokens: number(values['max-tokens'], 'max-tokens'),
      seconds: number(values['max-seconds'], 'max-seconds'),
    },
    allTokens: number(values['max-all-tokens'], 'max-all-tokens'),
    ...(markdown === undefined ? {} : { markdown }),
    ...(model === undefined ? {} : { model }),
    ...(provider === undefined ? {} : { provider }),
    ...(only === undefined ? {} : { only: questionNumbers(only) }),
    ...(price === undefined ? {} : { price: pricesOf(price) }),
    ...(maxPrice === undefined ? {} : { maxPrice: number(maxPrice, 'max-price') }),
  };
}
