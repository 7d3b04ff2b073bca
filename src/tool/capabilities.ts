import type { CallContext, Content, ResourceContents } from './app.ts';

/** What every entry of a list has. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** A resource at a fixed URI. */
export interface PublishedResource extends Entry {
  readonly uri: string;
  readonly mimeType: string;
}

/** Resources at URIs that follow one RFC 6570 template. */
export interface PublishedTemplate extends Entry {
  readonly uriTemplate: string;
  readonly mimeType: string;
}

/** Resources. The lists are the same for every caller and change only with a release; the contents may differ by caller. */
export interface ResourceCapability {
  list(): readonly PublishedResource[];
  templates(): readonly PublishedTemplate[];
  /** The contents; undefined for an unknown URI, which is a protocol error. */
  read(uri: string, context: CallContext): Promise<ResourceContents | undefined>;
}

/** A prompt that a person picks by name and the agent then reads. */
export interface PublishedPrompt extends Entry {
  readonly arguments: PromptArgument[];
}

/** An argument of a prompt that a person fills in. */
export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/** One message of a conversation. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: Content;
}

/** Prompts by name. The list is the same for every caller and changes only with a release. */
export interface PromptCapability {
  list(): readonly PublishedPrompt[];
  /** The prompt's messages, given all required arguments; undefined for an unknown prompt, which is a protocol error. */
  get(
    name: string,
    given: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<readonly Message[] | undefined>;
}

/** The prompt or resource template whose argument is being typed. */
type CompletionRef = { readonly prompt: string } | { readonly template: string };

/** What was typed so far, and the values of the other arguments. */
interface CompletionArgument {
  readonly name: string;
  readonly value: string;
  readonly others: Readonly<Record<string, string>>;
}

/** Matching values, best first; clients get the first hundred. */
export interface Completion {
  readonly values: readonly string[];
  /** How many match, if `values` are not all of them. */
  readonly total?: number;
}

/** Completes an argument of a prompt or template; undefined for an unknown one, which is a protocol error. */
export type CompletionCapability = (
  ref: CompletionRef,
  argument: CompletionArgument,
  context: CallContext,
) => Promise<Completion | undefined>;

/** What a server offers besides tools; only what is set is announced to clients. */
export interface Capabilities {
  readonly resources?: ResourceCapability;
  readonly prompts?: PromptCapability;
  readonly complete?: CompletionCapability;
}

/** The lists that clients can request: the same for everyone. */
export interface CapabilityLists {
  readonly resources: readonly PublishedResource[];
  readonly templates: readonly PublishedTemplate[];
  readonly prompts: readonly PublishedPrompt[];
}

/** Serves what the lists name. Rejects with a ToolError whose message is for the agent, or when the call is cancelled. */
export interface CapabilityHandlers {
  readonly read: ResourceCapability['read'];
  readonly prompt: PromptCapability['get'];
  readonly complete: CompletionCapability;
}
