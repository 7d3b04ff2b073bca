import type { PromptArgument, PublishedPrompt } from './capabilities.ts';

/** What an argument names; such arguments are completed as they are typed. */
export type Completable = 'owner' | 'pipeline' | 'company';

/** An argument, how it is completed, and the text that replaces it when it is not given. */
export interface PromptInput extends PromptArgument {
  readonly completes?: Completable;
  readonly otherwise?: string;
}

/** A prompt as data: `{name}` in its text is replaced by the argument of that name. */
export interface Prompt extends Omit<PublishedPrompt, 'arguments'> {
  readonly arguments: readonly PromptInput[];
  readonly text: string;
}

/** The prompt as clients list it. */
export function publishPrompt({ name, title, description, arguments: inputs }: Prompt): PublishedPrompt {
  const published = inputs.map((input) => ({
    name: input.name,
    description: input.description,
    required: input.required,
  }));
  return { name, title, description, arguments: published };
}
