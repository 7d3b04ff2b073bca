import type { CallContext, Content, ResourceContents } from './app.ts';
import type { OperationTool } from './tool.ts';

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
interface PublishedTemplate extends Entry {
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

/** One section of the account overview: a list, and the columns it shows. */
export interface OverviewPart {
  readonly title: string;
  readonly tool: OperationTool;
  /** The first one names the row; a single column is written on one line. */
  readonly columns: readonly string[];
  /** Its maximum share of the text; the shares add up to 1. */
  readonly share: number;
}

/** A resource that describes the account, made of several lists. */
export interface Overview {
  readonly published: PublishedResource;
  readonly parts: readonly OverviewPart[];
}

/** Records of one kind, at URIs that end with their id. */
export interface RecordResource {
  /** Its `uriTemplate` ends with `{id}`. */
  readonly published: PublishedTemplate;
  /** Returns one record. */
  readonly tool: OperationTool;
  readonly input: (id: number) => Readonly<Record<string, unknown>>;
}

/** A prompt that a person picks by name and the agent then reads. */
export interface PublishedPrompt extends Entry {
  readonly arguments: PromptArgument[];
}

/** An argument of a prompt that a person fills in. */
interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/** What an argument names; such arguments are completed as they are typed. */
export type Completable = 'owner' | 'pipeline' | 'company';

/** An argument, how it is completed, and the text that replaces it when it is not given. */
export interface PromptInput extends PromptArgument {
  readonly completes?: Completable;
  readonly otherwise?: string;
}

/** A prompt as data: `{name}` in its text is replaced by the argument of that name. It is served as a skill, too. */
export interface Prompt extends Omit<PublishedPrompt, 'arguments'> {
  readonly arguments: readonly PromptInput[];
  /** When an agent should take it up by itself, as a sentence: "Use when …". */
  readonly when: string;
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

/** The skill's name, by the rules for names of skills: words with dashes between them. */
export const skillName = ({ name }: Pick<Prompt, 'name'>) => name.replaceAll('_', '-');

/** Where the skill of a prompt is served; its last folder has its name, as SEP-2640 wants it. */
export const skillUri = (prompt: Pick<Prompt, 'name'>) => `skill://copper/${skillName(prompt)}/SKILL.md`;

/** What a skill is for, and when. */
export const skillDescription = ({ description, when }: Prompt) => `${description} ${when}`;

/** The file of a prompt's skill as clients list it. */
export interface PublishedSkill {
  readonly prompt: string;
  readonly file: PublishedResource;
}

/** The file of the prompt's skill as clients list it. */
export const publishSkill = (prompt: Prompt): PublishedSkill => ({
  prompt: prompt.name,
  file: {
    uri: skillUri(prompt),
    name: skillName(prompt),
    title: prompt.title,
    description: skillDescription(prompt),
    mimeType: 'text/markdown',
  },
});

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

/** A skill: how to do a piece of work with the tools, in one file that an agent loads when it needs it. */
export interface Skill {
  /** The address of its file, `skill://…/SKILL.md`. */
  readonly uri: string;
  /** The file: its name and description as YAML, then Markdown. */
  readonly text: string;
}

/** Skills. Their files are resources as well, for clients that do not know skills. */
export interface SkillCapability {
  list(context: CallContext): Promise<readonly Skill[]>;
}

/** What a server offers besides tools; only what is set is announced to clients. */
export interface Capabilities {
  readonly resources?: ResourceCapability;
  readonly prompts?: PromptCapability;
  readonly skills?: SkillCapability;
  readonly complete?: CompletionCapability;
}

/** The lists that clients can request: the same for everyone. */
export interface CapabilityLists {
  readonly resources: readonly PublishedResource[];
  readonly templates: readonly PublishedTemplate[];
  readonly prompts: readonly PublishedPrompt[];
  readonly skills: readonly PublishedSkill[];
}

/** Serves what the lists name. Rejects with a ToolError whose message is for the agent, or when the call is cancelled. */
export interface CapabilityHandlers {
  readonly read: ResourceCapability['read'];
  readonly prompt: PromptCapability['get'];
  readonly skills: SkillCapability['list'];
  readonly complete: CompletionCapability;
}
