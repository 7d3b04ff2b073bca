import { prompts } from '../../tools/prompts/index.ts';
import { accountResource } from '../../tools/resources/account.ts';
import { recordResources } from '../../tools/resources/records.ts';
import { searchCompanies } from '../../tools/search-companies.ts';
import type { AnswerContext } from '../answer/answer.ts';
import { errorResult } from '../answer/outcome.ts';
import type { CallContext } from '../tool/app.ts';
import type { CapabilityHandlers } from '../tool/capabilities.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { ToolNames } from '../tool/tool-names.ts';
import { accountOverview } from './account-overview.ts';
import { completeName } from './complete-name.ts';
import { fillPrompt } from './fill-prompt.ts';
import { recordIdIn, recordText } from './record-text.ts';

/** Runs work under the deadline of a call. @throws ToolError, or the reason of a cancelled call */
export type RunWithDeadline = <T>(
  what: string,
  context: CallContext,
  work: (desk: AnswerContext, context: CallContext) => Promise<T>,
  /** Unless told, that of one call. */
  timeMs?: number,
) => Promise<T>;

const nothing = { values: [] };

/**
 * What the app offers besides tools; errors are those of tools, in the same words.
 *
 * @param own the tools under their own names
 */
export function createCapabilities(run: RunWithDeadline, own: ToolNames): CapabilityHandlers {
  const told: RunWithDeadline = async (what, context, ...work) => {
    try {
      return await run(what, context, ...work);
    } catch (error) {
      if (error instanceof ToolError)
        throw new ToolError(error.kind, errorResult(error, context.toolNames ?? own).text);
      throw error;
    }
  };

  /** The text at an address; undefined where nothing is. */
  async function textAt(uri: string, context: CallContext): Promise<string | undefined> {
    const { published, parts } = accountResource;
    if (uri === published.uri) return told(uri, context, (...at) => accountOverview(parts, ...at));
    for (const record of recordResources) {
      const id = recordIdIn(uri, record);
      if (id !== undefined)
        return told(record.published.uriTemplate, context, (...at) => recordText(record, id, ...at));
    }
    return undefined;
  }

  return {
    async read(uri, context) {
      const text = await textAt(uri, context);
      return text === undefined ? undefined : { uri, mimeType: 'text/plain', text };
    },
    async prompt(name, given, { toolNames = own }) {
      const prompt = prompts.find((each) => each.name === name);
      if (prompt === undefined) return undefined;
      return [{ role: 'user', content: { type: 'text', text: fillPrompt(prompt, given, toolNames) } }];
    },
    async complete(ref, { name, value }, context) {
      if ('template' in ref) {
        const known = recordResources.some(({ published }) => published.uriTemplate === ref.template);
        return known ? nothing : undefined;
      }
      const prompt = prompts.find((each) => each.name === ref.prompt);
      const what = prompt?.arguments.find((each) => each.name === name)?.completes;
      if (what === undefined) return prompt === undefined ? undefined : nothing;
      return told('completion', context, (...at) => completeName(what, value, searchCompanies, ...at));
    },
  };
}
