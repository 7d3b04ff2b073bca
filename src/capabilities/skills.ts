import { type Prompt, type Skill, skillDescription, skillName, skillUri } from '../tool/capabilities.ts';
import type { ToolNames } from '../tool/outgoing-text.ts';

/** What a person gives to a prompt, an agent takes from the conversation. */
function inputsText({ arguments: inputs }: Prompt): string {
  const lines = inputs.map(
    ({ name, description, required }) =>
      `- <${name}>: ${description}${required ? '; ask for it if it was not said' : ''}`,
  );
  return ['Take from the conversation:', ...lines].join('\n');
}

/** The prompt as the file of a skill: the same steps, with tools by the names that the client knows. */
export function skillOf(prompt: Prompt, names: ToolNames): Skill {
  const { arguments: inputs, text, title } = prompt;
  const places = new Map(inputs.map(({ name }) => [name, `<${name}>`]));
  const steps = text.replace(
    /\{(\w+)\}/g,
    (place, name: string) => places.get(name) ?? names.get(name) ?? place,
  );
  const front = [
    '---',
    `name: ${skillName(prompt)}`,
    `description: ${JSON.stringify(skillDescription(prompt))}`,
    '---',
  ];
  const body = [`# ${title}`, ...(inputs.length === 0 ? [] : [inputsText(prompt)]), steps];
  return { uri: skillUri(prompt), text: `${front.join('\n')}\n\n${body.join('\n\n')}\n` };
}
