import type { Model, Turn } from '../../scripts/evals/model.ts';
import { runEvals, type Surroundings } from '../../scripts/evals/run.ts';

/** What a run printed, reported and wrote, and how it ended. */
export interface Run {
  readonly code: number;
  readonly printed: string;
  readonly reported: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  /** How long each pause was, in milliseconds. */
  readonly pauses: readonly number[];
}

/** Runs the evals with these arguments; nothing sleeps, and time passes by a second at each look. */
export async function evals(args: string, around: Partial<Surroundings> = {}): Promise<Run> {
  const [reported, pauses]: [string[], number[]] = [[], []];
  const files = new Map<string, string>();
  let printed = '';
  let time = Date.UTC(2026, 10, 23);
  const report = (line: string) => void reported.push(line);
  const code = await runEvals({
    args: args === '' ? [] : args.split(' '),
    env: {},
    print: (text) => {
      printed += text;
    },
    report,
    write: (file, text) => void files.set(file, text),
    wire: {
      fetch,
      sleep: async (ms) => void pauses.push(ms),
      report,
      now: () => {
        time += 1_000;
        return time;
      },
    },
    deadline: () => new AbortController().signal,
    ...around,
  });
  return { code, printed, reported, files, pauses };
}

/** What a scripted model does: its calls, or its answer. */
export type Step = string | readonly (readonly [tool: string, input: unknown])[];

/** A model that does the same for every question; the last step must be an answer. Each turn reads 1,000 tokens and writes 10. */
export const scripted =
  (...steps: readonly Step[]): Model =>
  async ({ turns }): Promise<Turn> => {
    const step = steps[Math.min(turns.length, steps.length - 1)] ?? '';
    const calls = typeof step === 'string' ? [] : step;
    return {
      text: typeof step === 'string' ? step : '',
      calls: calls.map(([tool, input], at) => ({ id: `call-${turns.length}-${at}`, tool, input })),
      tokensIn: 1_000,
      tokensOut: 10,
      own: step,
    };
  };
