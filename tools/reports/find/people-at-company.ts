import { halvesOf, nameDistance, nameFit, searchWords } from '../../../src/names/name-fit.ts';
import type { PersonAtCompany } from '../../../src/names/text-form.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { listedNames, quoted } from '../../../src/tool/sentences.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import { createRecordLookup } from '../lookup/record-lookup.ts';
import { leadNameSearches, leadSearchesAt, nameSearch, peopleSearchAt } from '../lookup/searches.ts';
import type { Finder } from './finder.ts';
import { matchSimilarName, oneWordRank, type RecordMatch, similarRank } from './match.ts';

/** More companies of one name are not looked at. */
const maxCompanies = 10;

/** The companies with the name, those with exactly this name first of all, or else those that are called like it; two requests at most. */
async function companiesCalled(
  name: string,
  context: Pick<ReportContext, 'rows' | 'note'>,
): Promise<readonly JsonObject[]> {
  const lookup = createRecordLookup(context, () => []);
  const called = (row: JsonObject) => String(row.name ?? '');
  const { rows } = await lookup.readAllowed(nameSearch('company', name));
  const fits = rows.filter((row) => nameFit(name, called(row)) !== undefined);
  const exact = fits.filter((row) => nameFit(name, called(row)) === 'exact');
  if (exact.length > 0) return exact;
  if (fits.length > 0) {
    context.note(
      `No company is called exactly ${quoted(name)}; looked at ${listedNames(fits.slice(0, 3).map(called))}${fits.length > 3 ? ' …' : ''}.`,
    );
    return fits;
  }
  const [half] = halvesOf(searchWords(name).at(-1) ?? '');
  if (half === undefined) return [];
  const near = (await lookup.readAllowed(nameSearch('company', half))).rows.filter(
    (row) => nameDistance(name, called(row)) !== undefined,
  );
  if (near.length > 0)
    context.note(
      `No company is called ${quoted(name)}; looked at ${listedNames(near.slice(0, 3).map(called))}.`,
    );
  return near;
}

/**
 * Looks for somebody among the people of a company, and the leads that name it: by name, or else by what is like it. At most nine
 * requests.
 *
 * @returns true if somebody was found
 */
export async function findPeopleAtCompany(
  { person, company }: PersonAtCompany,
  finder: Finder,
  context: Pick<ReportContext, 'rows' | 'note'>,
): Promise<boolean> {
  const companies = await companiesCalled(company, context);
  const ids = companies.slice(0, maxCompanies).map(({ id }) => String(id));
  const names = companies.slice(0, 3).map(({ name }) => String(name));
  const where = listedNames(names) + (companies.length > 3 ? ' …' : '');
  if (companies.length > maxCompanies)
    context.note(`${quoted(company)} matches ${companies.length} companies; ${maxCompanies} were looked at.`);
  const isAt = ({ company_name: at }: JsonObject) =>
    [company, ...names].some((name) => nameFit(name, String(at ?? '')) !== undefined);
  const match = (kind: RecordKind, row: JsonObject): RecordMatch | undefined =>
    kind === 'lead' && !isAt(row) ? undefined : matchSimilarName(person, row);
  const leads = [...leadSearchesAt([company, ...names].slice(0, 2)), ...leadNameSearches(person)];
  await finder.search([...(ids.length === 0 ? [] : [peopleSearchAt(ids)]), ...leads], match, true);
  if (ids.length === 0) return finder.hits().some(({ rank }) => rank < oneWordRank);
  if (finder.unread().some(({ kind }) => kind === 'person') && finder.hits().length === 0)
    await finder.search(
      searchWords(person).map((word) => peopleSearchAt(ids, word)),
      match,
      true,
    );
  const [best] = finder.hits();
  if (best === undefined) context.note(`Nobody at ${where} is called ${quoted(person)} or similar.`);
  else if (best.rank >= similarRank)
    context.note(`Nobody at ${where} is called ${quoted(person)}; the nearest there are shown.`);
  return best !== undefined;
}
