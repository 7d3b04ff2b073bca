import type { PromptArgument, PublishedPrompt } from './capabilities.ts';

/** What the values of an argument are names of; these can be completed while someone types. */
export type Completable = 'owner' | 'pipeline' | 'company';

/** An argument, and what stands in its place where none is given. */
export interface PromptInput extends PromptArgument {
  readonly completes?: Completable;
  readonly otherwise?: string;
}

/** A prompt is data: `{name}` in its text is where the argument of that name goes. */
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
