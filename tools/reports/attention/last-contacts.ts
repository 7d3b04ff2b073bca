import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { type LastTime, timeIn } from './elapsed-time.ts';
import { asksForNone, dateFilters, readRecordsSince, type SearchedRecords } from './unreturned-dates.ts';

/** Copper's name of the date of the last contact, which the contract does not list for deals, and which no Copper returns for companies. */
export const lastContactField = 'date_last_contacted';

/** What is said of those that no Copper, or not every Copper, returns dates for; others may only be empty where empty fields are left out. */
const noDates: Readonly<Record<string, string>> = {
  deals: 'This Copper returns no last contacts',
  companies: 'Copper returns no last contacts of companies',
};

/** Whose last contacts are read. */
interface ContactQuery {
  /** A record whose last contact is not later than this is silent; Unix seconds. */
  readonly latest: number;
  readonly searched: SearchedRecords;
  /** The fields that Copper does not return. */
  readonly unreturned: ReadonlySet<string>;
  /** What answers call them: `deals`. */
  readonly called: string;
}

/** The last contact of a record: null if it never had one, undefined if it had one later than the latest that counts. */
export type ContactOf = (record: JsonObject) => LastTime | null | undefined;

/** The last contacts of records, by their field or else by Copper's filter, with a note; undefined if they cannot be known. */
export async function readLastContacts(
  { latest, searched, unreturned, called }: ContactQuery,
  context: ReportContext,
): Promise<ContactOf | undefined> {
  const own = (record: JsonObject) => {
    const at = timeIn(record, lastContactField);
    return at === undefined ? undefined : { at };
  };
  if (!unreturned.has(lastContactField) || asksForNone(dateFilters.contact, searched.conditions))
    return (record) => own(record) ?? null;
  const found = await readRecordsSince(dateFilters.contact, latest, searched, context);
  const { note, calendar } = context;
  const day = calendar.day(latest + 1);
  const none = noDates[called] ?? `Copper returned no last contacts with the first ${called}`;
  if (found === undefined) {
    note(
      `silent is not known: ${none.replace(/^This/, 'this')}, nor could ${called} be found by them.`,
      'gap',
    );
    return undefined;
  }
  const { since, without = 0 } = found;
  const never =
    without === 0
      ? `${called.replace(/^./, (letter) => letter.toUpperCase())} that were never contacted are among them.`
      : `For ${without} of them it finds no earlier contact either.`;
  note(`${none}: silent are the ${called} for which its filter finds no contact since ${day}. ${never}`);
  return (record) =>
    own(record) ?? (since.has(record.id ?? null) ? undefined : { at: latest, orEarlier: true as const });
}
