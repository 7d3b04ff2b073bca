/** A tool as a model gets it. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly schema: unknown;
}

/** A call that a model wants to have made. */
export interface WantedCall {
  /** The provider's name for it, with which the result goes back. */
  readonly id: string;
  readonly tool: string;
  /** Whatever the model wrote. */
  readonly input: unknown;
}

/** The result of one call, as it goes back. */
export interface CallResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

/** What a model said. */
export interface Turn {
  readonly text: string;
  /** None if this is the answer. */
  readonly calls: readonly WantedCall[];
  /** What was read and written, as the provider counts it; what came from its cache is counted in full. */
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** The provider's own form of it, which has to be sent back with the results. */
  readonly own: unknown;
}

/** What was said until now: the question, then each turn with the results of its calls. */
export interface Conversation {
  readonly system: string;
  readonly tools: readonly OfferedTool[];
  readonly question: string;
  readonly turns: readonly { readonly own: unknown; readonly results: readonly CallResult[] }[];
}

/**
 * Says what comes next in a conversation.
 *
 * @throws ProviderError where the provider did not answer
 */
export type Model = (conversation: Conversation, signal: AbortSignal) => Promise<Turn>;

/** The provider did not answer; the sentence says why and holds no key. */
export class ProviderError extends Error {
  /** True if no other question will get an answer either. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

/** The most that a model may write in one turn, in tokens. */
export const turnLimit = 8_192;
