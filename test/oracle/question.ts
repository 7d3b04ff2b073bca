import type { Account } from './account.ts';
import type { Answer } from './answers.ts';

/** One question and what is right. */
export interface Question {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** True where something is not wanted: an answer and a refusal are both right then. */
  readonly asksNot?: boolean;
  /**
   * What is wrong with an answer, as of a moment in Unix seconds; undefined where it is right. A clock that goes on while the answer is
   * made may make it right as of its beginning or its end.
   */
  readonly wrong: (answer: Answer, now: number) => string | undefined;
}

/** Asks a question; what is wrong with the answer, or undefined. */
export async function ask(account: Account, { tool, input, wrong }: Question): Promise<string | undefined> {
  const before = account.now();
  const answer = await account.ask(tool, input);
  // Where the product reads days in another zone than the account's, it may say so instead of being right.
  if (account.home !== account.zone && answer.notes.some((note) => note.includes('COPPER_TIMEZONE')))
    return undefined;
  const found = wrong(answer, before);
  return found === undefined ? undefined : wrong(answer, account.now());
}

/** An error of one of these kinds that says this text; anything else is wrong. */
export const isRefusal = (kinds: readonly string[], said = ''): Question['wrong'] => {
  const begins = new RegExp(`^(?:${kinds.join('|')}): `);
  return ({ isError, text }) => {
    if (!isError) return `an answer, where ${kinds.join(' or ')} is right`;
    if (!begins.test(text)) return `the error ${text.slice(0, 80)}, where ${kinds.join(' or ')} is right`;
    return text.includes(said) ? undefined : `the error does not name ${said}`;
  };
};
