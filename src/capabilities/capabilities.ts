import { prompts } from '../../tools/prompts/index.ts';
import { accountResource } from '../../tools/resources/account.ts';
import { recordResources } from '../../tools/resources/records.ts';
import { searchCompanies } from '../../tools/search-companies.ts';
import type { AnswerContext } from '../answer/answer.ts';
import { errorResult } from '../answer/error-result.ts';
import type { CallContext } from '../tool/app.ts';
import type { CapabilityHandlers } from '../tool/capabilities.ts';
import type { ToolNames } from '../tool/outgoing-text.ts';
import { ToolError } from '../tool/tool-error.ts';
import { completeName, fillPrompt } from './prompts.ts';
import { accountOverview, recordIdIn, recordText } from './resources.ts';
import { skillOf } from './skills.ts';

/** Runs work within the time limit of a call. @throws ToolError, or the signal's reason for a cancelled call */
export type RunWithDeadline = <T>(
  name: string,
  context: CallContext,
  work: (answerContext: AnswerContext, context: CallContext) => Promise<T>,
  /** The time limit in milliseconds; default: that of one tool. */
  timeMs?: number,
) => Promise<T>;

const noValues = { values: [] };

/**
 * What the app offers besides tools. Errors have the same text as those of tools.
 *
 * @param ownNames the tools under their own names
 * @param maxChars the most characters of an error; answers take theirs from the context
 */
export function createCapabilities(
  run: RunWithDeadline,
  ownNames: ToolNames,
  maxChars: number,
): CapabilityHandlers {
  const runForAgent: RunWithDeadline = async (name, context, ...work) => {
    try {
      return await run(name, context, ...work);
    } catch (error) {
      if (error instanceof ToolError)
        throw new ToolError(error.kind, errorResult(error, context.toolNames ?? ownNames, maxChars).text);
      throw error;
    }
  };

  const skillsFor = ({ toolNames = ownNames }: CallContext) =>
    prompts.map((prompt) => skillOf(prompt, toolNames));

  /** The text of a resource; undefined for an unknown URI. */
  async function textAt(uri: string, context: CallContext): Promise<string | undefined> {
    const { published, parts } = accountResource;
    if (uri === published.uri) return runForAgent(uri, context, (...call) => accountOverview(parts, ...call));
    for (const record of recordResources) {
      const id = recordIdIn(uri, record);
      if (id !== undefined)
        return runForAgent(record.published.uriTemplate, context, (...call) =>
          recordText(record, id, ...call),
        );
    }
    return undefined;
  }

  return {
    async read(uri, context) {
      const skill = skillsFor(context).find((each) => each.uri === uri);
      if (skill !== undefined) return { ...skill, mimeType: 'text/markdown' };
      const text = await textAt(uri, context);
      return text === undefined ? undefined : { uri, mimeType: 'text/plain', text };
    },
    async prompt(name, given, { toolNames = ownNames }) {
      const prompt = prompts.find((each) => each.name === name);
      if (prompt === undefined) return undefined;
      return [{ role: 'user', content: { type: 'text', text: fillPrompt(prompt, given, toolNames) } }];
    },
    skills: async (context) => skillsFor(context),
    async complete(ref, { name, value }, context) {
      if ('template' in ref) {
        const known = recordResources.some(({ published }) => published.uriTemplate === ref.template);
        return known ? noValues : undefined;
      }
      const prompt = prompts.find((each) => each.name === ref.prompt);
      const what = prompt?.arguments.find((each) => each.name === name)?.completes;
      if (what === undefined) return prompt === undefined ? undefined : noValues;
      return runForAgent('completion', context, (...call) =>
        completeName(what, value, searchCompanies, ...call),
      );
    },
  };
}
