/** One of several answers. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** Says what is wrong with an answer; undefined where nothing is. */
export type Judge = (answer: string) => string | undefined;

/** Questions to a person at a terminal. Each rejects with `Cancelled` when the person leaves. */
export interface Prompts {
  /** Any number of answers, but at least one. */
  several<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    preset: readonly Value[],
  ): Promise<readonly Value[]>;
  one<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    preset?: Value,
  ): Promise<Value>;
  text(question: string, judge: Judge, preset?: string): Promise<string>;
  /** As `text`, but nobody sees what is typed. */
  secret(question: string, judge: Judge): Promise<string>;
  yes(question: string, preset?: boolean): Promise<boolean>;
}

/** The person left a question. */
export class Cancelled extends Error {}
