import type { Readable, Writable } from 'node:stream';
import { confirm, multiselect, password, select, text } from '@clack/prompts';
import { PromptCancelled, type PromptChoice, type UserPrompts, type Validate } from './prompts.ts';

/** Where questions are asked; `interrupted` cancels a question. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly interrupted: AbortSignal;
}

/** The answer to a question; a symbol means that the person cancelled. @throws PromptCancelled */
async function answerOf<Answer>(question: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const answer = await question;
  if (typeof answer === 'symbol') throw new PromptCancelled();
  return answer as Exclude<Answer, symbol>;
}

/** Choices as the library takes them, which knows no `hint: undefined` and no types of values. */
const optionsFrom = (choices: readonly PromptChoice<string>[]) =>
  choices.map(({ value, label, hint }) => ({ value, label, ...(hint === undefined ? {} : { hint }) }));

const trimmed = (validate: Validate) => (answer: string | undefined) => validate(answer?.trim() ?? '');

/** Prompts drawn by a library, which is loaded with this file. */
export function terminalPrompts({ input, output, interrupted }: Terminal): UserPrompts {
  const at = { input, output, signal: interrupted };
  return {
    async chooseMany(message, choices, preset) {
      const options = optionsFrom(choices);
      const answers = await answerOf(
        multiselect<string>({ ...at, message, options, initialValues: [...preset], required: true }),
      );
      return choices.flatMap(({ value }) => (answers.includes(value) ? value : []));
    },
    async chooseOne(message, choices, preset) {
      const first = preset === undefined ? {} : { initialValue: String(preset) };
      const options = optionsFrom(choices);
      const answer = await answerOf(select<string>({ ...at, message, options, ...first }));
      const chosen = choices.find(({ value }) => value === answer);
      if (chosen === undefined) throw new PromptCancelled();
      return chosen.value;
    },
    text: async (message, validate, preset = '') =>
      (await answerOf(text({ ...at, message, initialValue: preset, validate: trimmed(validate) }))).trim(),
    secret: async (message, validate) =>
      (await answerOf(password({ ...at, message, validate: trimmed(validate) }))).trim(),
    confirm: (message, preset = true) => answerOf(confirm({ ...at, message, initialValue: preset })),
  };
}
