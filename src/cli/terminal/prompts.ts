/** One of several answers. */
export interface PromptChoice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** What is wrong with an answer; undefined if nothing is. */
export type Validate = (answer: string) => string | undefined;

/** Questions to a person at a terminal. Each rejects with `PromptCancelled` when the person cancels. */
export interface UserPrompts {
  /** One answer or more. */
  chooseMany<Value extends string>(
    question: string,
    choices: readonly PromptChoice<Value>[],
    preset: readonly Value[],
  ): Promise<readonly Value[]>;
  chooseOne<Value extends string>(
    question: string,
    choices: readonly PromptChoice<Value>[],
    preset?: Value,
  ): Promise<Value>;
  text(question: string, validate: Validate, preset?: string): Promise<string>;
  /** As `text`, but what is typed is not shown. */
  secret(question: string, validate: Validate): Promise<string>;
  confirm(question: string, preset?: boolean): Promise<boolean>;
}

/** The person cancelled a question. */
export class PromptCancelled extends Error {}
