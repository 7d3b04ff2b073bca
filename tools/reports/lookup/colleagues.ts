import { nameFit } from '../../../src/names/name-fit.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import { listedNames, quoted } from '../../../src/tool/sentences.ts';
import type { RequestContext } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** The users of the account that a name or e-mail address stands for; none if the users cannot be read. */
export async function colleaguesCalled(
  text: string,
  { names }: Pick<RequestContext, 'names'>,
): Promise<readonly NameEntry[]> {
  try {
    const users = await names.all('user');
    const isCalled = ({ name, email }: NameEntry) =>
      ['exact', 'words', 'initials'].includes(nameFit(text, name) ?? '') ||
      email?.toLowerCase() === text.trim().toLowerCase();
    return users.filter(isCalled);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}

/** Where what colleagues own is found: `Jane Park is a colleague, not a contact: use owner="Jane Park" in the searches.` Empty for none. */
export function colleagueHint(colleagues: readonly NameEntry[]): string {
  const [first, second] = colleagues;
  if (first === undefined) return '';
  const names = listedNames(colleagues.slice(0, 4).map(({ name }) => name));
  const are =
    second === undefined
      ? 'is a user of this account (a colleague)'
      : 'are users of this account (colleagues)';
  return `${names} ${are}: for their records use owner=${quoted(first.name)}.`;
}
