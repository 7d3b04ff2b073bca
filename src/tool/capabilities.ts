import type { CallContext } from './app.ts';
import type { Content, ResourceContents } from './content.ts';

/** What every entry of a list says of itself. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** Something to read at a fixed address. */
export interface PublishedResource extends Entry {
  readonly uri: string;
  readonly mimeType: string;
}

/** Many things to read, at addresses made after one pattern of RFC 6570. */
export interface PublishedTemplate extends Entry {
  readonly uriTemplate: string;
  readonly mimeType: string;
}

/** What can be read. The lists are the same for every caller and change only with a release; what is read may be anyone's own. */
export interface ResourceCapability {
  list(): readonly PublishedResource[];
  templates(): readonly PublishedTemplate[];
  /** What stands there; undefined for an address where nothing is, which is an error of the protocol. */
  read(uri: string, context: CallContext): Promise<ResourceContents | undefined>;
}

/** Words that a person picks by name and the agent then reads. */
export interface PublishedPrompt extends Entry {
  readonly arguments: PromptArgument[];
}

/** What a person fills in. */
export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/** What is said by whom. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: Content;
}

/** Prompts by name. The list is the same for every caller and changes only with a release. */
export interface PromptCapability {
  list(): readonly PublishedPrompt[];
  /** The prompt's messages, all required arguments given; undefined for a name that is no prompt, which is an error of the protocol. */
  get(
    name: string,
    given: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<readonly Message[] | undefined>;
}

/** Where the value belongs that someone is typing. */
export type CompletionRef = { readonly prompt: string } | { readonly template: string };

/** What was typed so far, and the other arguments that have their values already. */
export interface CompletionArgument {
  readonly name: string;
  readonly value: string;
  readonly others: Readonly<Record<string, string>>;
}

/** Values that fit, best first; clients see the first hundred of them. */
export interface Completion {
  readonly values: readonly string[];
  /** How many fit, where that is more than are given. */
  readonly total?: number;
}

/** Values for an argument of a prompt or of a template; undefined for a ref that does not exist, which is an error of the protocol. */
export type CompletionCapability = (
  ref: CompletionRef,
  argument: CompletionArgument,
  context: CallContext,
) => Promise<Completion | undefined>;

/** What a server may offer besides tools; clients hear only of what is there. */
export interface Capabilities {
  readonly resources?: ResourceCapability;
  readonly prompts?: PromptCapability;
  readonly complete?: CompletionCapability;
}

/** What clients are told of before anything is read: the same for everyone. */
export interface CapabilityLists {
  readonly resources: readonly PublishedResource[];
  readonly templates: readonly PublishedTemplate[];
  readonly prompts: readonly PublishedPrompt[];
}

/** What stands behind the lists. Rejects with a ToolError whose text is for the agent, or for a cancelled call. */
export interface CapabilityHandlers {
  readonly read: ResourceCapability['read'];
  readonly prompt: PromptCapability['get'];
  readonly complete: CompletionCapability;
}
