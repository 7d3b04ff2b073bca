import type { Readable, Writable } from 'node:stream';
import { confirm, multiselect, password, select, text } from '@clack/prompts';
import { Cancelled, type Choice, type Judge, type Prompts } from './prompts.ts';

/** Where questions are asked; `interrupted` takes a question away. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly interrupted: AbortSignal;
}

/** Questions as a terminal shows them; drawn by a library that is loaded with this file. */
export function terminalPrompts({ input, output, interrupted }: Terminal): Prompts {
  const at = { input, output, signal: interrupted };

  /** What was answered; a symbol stands for leaving. */
  async function answered<Answer>(answer: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
    const given = await answer;
    if (typeof given === 'symbol') throw new Cancelled();
    return given as Exclude<Answer, symbol>;
  }

  /** The texts of choices, by what they mean. */
  const listed = <Value extends string>(choices: readonly Choice<Value>[]) =>
    choices.map(({ value, label, hint }) => ({
      value: value as string,
      label,
      ...(hint === undefined ? {} : { hint }),
    }));
  const meant = <Value extends string>(choices: readonly Choice<Value>[], answers: readonly string[]) =>
    choices.flatMap(({ value }) => (answers.includes(value) ? value : []));
  const judged = (judge: Judge) => (answer: string | undefined) => judge(answer?.trim() ?? '');

  return {
    async several(message, choices, preset) {
      const options = listed(choices);
      const answers = await answered(
        multiselect<string>({ ...at, message, options, initialValues: [...preset], required: true }),
      );
      return meant(choices, answers);
    },
    async one(message, choices, preset) {
      const options = listed(choices);
      const first = preset === undefined ? {} : { initialValue: preset as string };
      const answer = await answered(select<string>({ ...at, message, options, ...first }));
      const [found] = meant(choices, [answer]);
      if (found === undefined) throw new Cancelled();
      return found;
    },
    async text(message, judge, preset = '') {
      const answer = await answered(text({ ...at, message, initialValue: preset, validate: judged(judge) }));
      return answer.trim();
    },
    async secret(message, judge) {
      const answer = await answered(password({ ...at, message, validate: judged(judge) }));
      return answer.trim();
    },
    yes: (message, preset = true) => answered(confirm({ ...at, message, initialValue: preset })),
  };
}
