import { bySpelling, prepareIndex } from '../../src/names/spelling.ts';
import { suggestNames } from '../../src/names/suggestions.ts';
import { ambiguousNameError } from '../../src/names/unknown-name.ts';
import type { CustomField } from '../../src/tool/names.ts';
import { escapeUntrusted } from '../../src/tool/outgoing-text.ts';
import { listedNames, quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { TermMatcher } from './read-selection.ts';

type Option = CustomField['options'][number];

/** An option by its name, by its id, and by both, as answers print options of one name. */
const formsOf = ({ id, name }: Option) => [name, `${name} (${id})`];

function unknownOption(field: CustomField, value: string): ToolError {
  const all = field.options.map(({ name }) => name);
  const near = suggestNames(value, all, 8);
  const shown = `${listedNames(near.length > 0 ? near : all.slice(0, 8))}${all.length > 8 ? ' …' : ''}`;
  return new ToolError(
    'unknown_name',
    `Custom field ${quoted(field.name)} has no option ${quoted(value)}. Options: ${shown}.`,
  );
}

/** The options that a text names; of several of one name all, with a note. */
export function optionMatcher(field: CustomField, note: (text: string) => void): TermMatcher<Option> {
  async function match(text: string): Promise<readonly Option[] | undefined> {
    await prepareIndex(field.options, formsOf);
    const spelled = bySpelling(text, field.options, formsOf);
    const { found = [], isStrict = true } = spelled ?? {};
    const spellings = new Set(found.map(({ name }) => name.trim().toLowerCase()));
    const listed = found.map(({ id, name }) => `${quoteIfAmbiguous(name)} (${id})`);
    if (spellings.size > 1)
      throw ambiguousNameError(text, {
        what: `several options of custom field ${quoted(field.name)}`,
        listed,
      });
    if (found.length > 1)
      note(
        `${quoted(text)} stands for ${found.length} options of ${escapeUntrusted(field.name)}: ${listed.join(', ')}.`,
      );
    else if (!isStrict) note(`${quoted(text)} was read as option ${quoted(found[0]?.name ?? '')}.`);
    const withId = byId(text);
    const others = withId.filter((one) => !found.includes(one)).map(({ id, name }) => `${name} (${id})`);
    if (found.length > 0 && others.length > 0)
      note(
        `${quoted(text)} was read as the name of option ${found.map(({ id }) => id).join(', ')}, not as ${listedNames(others)}.`,
      );
    return spelled === undefined && withId.length > 0 ? withId : spelled && found;
  }
  const byId = (text: string) =>
    field.options.filter(({ id }) => [String(id), `id ${id}`].includes(text.trim().toLowerCase()));
  return {
    match,
    async find(text) {
      const found = await match(text);
      if (found !== undefined) return found;
      throw unknownOption(field, text);
    },
    nameOf: ({ name }) => name,
  };
}
