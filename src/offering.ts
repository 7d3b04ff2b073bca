import { prompts } from '../tools/prompts/index.ts';
import { account } from '../tools/resources/account.ts';
import { records } from '../tools/resources/records.ts';
import { searchCompanies } from '../tools/search-companies.ts';
import type { Desk } from './answer/answer.ts';
import { completeName } from './answer/complete.ts';
import { fill } from './answer/fill.ts';
import { errorResult } from './answer/outcome.ts';
import { overview } from './answer/overview.ts';
import { idIn, recordText } from './answer/record-text.ts';
import type { CallContext } from './tool/app.ts';
import type { Offering } from './tool/offer.ts';
import { ToolError } from './tool/tool-error.ts';
import type { ToolNames } from './tool/tool-names.ts';

/** Runs work under the deadline of a call. @throws ToolError, or the reason of a cancelled call */
export type Run = <T>(
  what: string,
  context: CallContext,
  work: (desk: Desk, context: CallContext) => Promise<T>,
  /** Unless told, that of one call. */
  timeMs?: number,
) => Promise<T>;

const nothing = { values: [] };

/**
 * What the app offers besides tools; errors are those of tools, in the same words.
 *
 * @param own the tools under their own names
 */
export function createOffering(run: Run, own: ToolNames): Offering {
  const told: Run = async (what, context, ...work) => {
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
    const { published, parts } = account;
    if (uri === published.uri) return told(uri, context, (...at) => overview(parts, ...at));
    for (const record of records) {
      const id = idIn(uri, record);
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
      return [{ role: 'user', content: { type: 'text', text: fill(prompt, given, toolNames) } }];
    },
    async complete(ref, { name, value }, context) {
      if ('template' in ref) {
        const known = records.some(({ published }) => published.uriTemplate === ref.template);
        return known ? nothing : undefined;
      }
      const prompt = prompts.find((each) => each.name === ref.prompt);
      const what = prompt?.arguments.find((each) => each.name === name)?.completes;
      if (what === undefined) return prompt === undefined ? undefined : nothing;
      return told('completion', context, (...at) => completeName(what, value, searchCompanies, ...at));
    },
  };
}
