import type { Content, ResourceContents } from '../../src/tool/app.ts';
import type {
  Capabilities,
  CapabilityHandlers,
  CompletionCapability,
  Message,
  PromptCapability,
  PublishedPrompt,
  PublishedResource,
  ResourceCapability,
  SkillCapability,
} from '../../src/tool/capabilities.ts';

/** One red pixel. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** No sound at all, in the shortest file there is. */
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

export const image: Content = { type: 'image', data: png, mimeType: 'image/png' };
export const audio: Content = { type: 'audio', data: wav, mimeType: 'audio/wav' };

const fixed: readonly ResourceContents[] = [
  {
    uri: 'test://static-text',
    mimeType: 'text/plain',
    text: 'This is the content of the static text resource.',
  },
  { uri: 'test://static-binary', mimeType: 'image/png', blob: png },
];

const publishResource = ({ uri, mimeType }: ResourceContents): PublishedResource => ({
  uri,
  mimeType,
  name: uri.slice('test://'.length),
  title: uri,
  description: `A resource of the conformance suite: ${uri}.`,
});

const resources: ResourceCapability = {
  list: () => fixed.map(publishResource),
  templates: () => [
    {
      uriTemplate: 'test://template/{id}/data',
      mimeType: 'application/json',
      name: 'template',
      title: 'template',
      description: 'Resources of the conformance suite that say their id again.',
    },
  ],
  async read(uri, { onProgress }) {
    onProgress?.({ done: 1, message: 'looking' });
    const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
    if (id === undefined) return fixed.find((contents) => contents.uri === uri);
    const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { uri, mimeType: 'application/json', text };
  },
};

const says = (text: string): Message => ({ role: 'user', content: { type: 'text', text } });

/** Each prompt by its name: the arguments it needs and what it says. */
const promptTable: Readonly<
  Record<string, [needs: string[], messages: (given: Readonly<Record<string, string>>) => Message[]]>
> = {
  test_simple_prompt: [[], () => [says('This is a simple prompt for testing.')]],
  test_prompt_with_arguments: [
    ['arg1', 'arg2'],
    ({ arg1, arg2 }) => [says(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
  ],
  test_prompt_with_embedded_resource: [
    ['resourceUri'],
    ({ resourceUri = '' }) => [
      {
        role: 'user',
        content: {
          type: 'resource',
          resource: {
            uri: resourceUri,
            mimeType: 'text/plain',
            text: 'Embedded resource content for testing.',
          },
        },
      },
      says('Please process the embedded resource above.'),
    ],
  ],
  test_prompt_with_image: [
    [],
    () => [{ role: 'user', content: image }, says('Please analyze the image above.')],
  ],
};

const publishPrompt = ([name, [needs]]: [string, [string[], unknown]]): PublishedPrompt => ({
  name,
  title: name,
  description: `A prompt of the conformance suite: ${name}.`,
  arguments: needs.map((need) => ({ name: need, description: `The argument ${need}`, required: true })),
});

const prompts: PromptCapability = {
  list: () => Object.entries(promptTable).map(publishPrompt),
  get: async (name, given) => promptTable[name]?.[1](given),
};

/** Numbers up to 150 for the first argument, what was chosen before for the second, ids for the template. */
const complete: CompletionCapability = async (ref, { name, value, others }) => {
  if ('template' in ref) return { values: ['123'], total: 1000 };
  if (!(ref.prompt in promptTable)) return undefined;
  const all = name === 'arg1' ? Array.from({ length: 150 }, (_, at) => String(at)) : Object.values(others);
  return { values: all.filter((one) => one.startsWith(value)) };
};

const skills: SkillCapability = {
  list: async () => [
    {
      uri: 'skill://test/a-skill/SKILL.md',
      text: '---\nname: a-skill\ndescription: A skill of this test.\n---\n\nDo it.\n',
    },
  ],
};

/** Resources, prompts and completions by the names that the official suite looks for, and one skill. */
export const fixtureCapabilities: Required<Capabilities> = { resources, prompts, skills, complete };

/** An app's part in this where tests need only its calls. */
export const offersNothing: CapabilityHandlers = {
  read: async () => undefined,
  prompt: async () => undefined,
  skills: async () => [],
  complete: async () => undefined,
};
