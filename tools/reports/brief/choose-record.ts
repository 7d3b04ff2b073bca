import { nameFit, suggestByName } from '../../../src/names/name-fit.ts';
import { ambiguousNameError } from '../../../src/names/suggestions.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import { quoted, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { type RecordKind, recordKinds } from '../lookup/record-kinds.ts';
import { emailAddressesOf, type FoundRecords } from '../lookup/record-lookup.ts';

/** The record that is meant. */
export interface ResolvedRecord {
  readonly kind: RecordKind;
  readonly row: JsonObject;
}

/** Records that a name matches, the exact matches apart; `more` if not all that match were compared. */
export interface NameMatches {
  readonly exact: readonly ResolvedRecord[];
  readonly other: readonly ResolvedRecord[];
  readonly more: boolean;
  /** All that were compared. */
  readonly compared: readonly ResolvedRecord[];
}

const short = (text: string) => (text.length > 50 ? `${text.slice(0, 50)}…` : text);

/** `person 12 "Jane Doe", CFO, Acme`: enough to choose by. */
function described({ kind, row }: ResolvedRecord): string {
  const { name, title, company_name: company, email_domain: domain, status } = row;
  const email = kind === 'person' || kind === 'lead' ? emailAddressesOf(row)[0] : undefined;
  const details = [title, company, email, domain, kind === 'opportunity' ? status : '']
    .filter((one) => typeof one === 'string' && one !== '')
    .map((one) => short(String(one)));
  return [
    `${kind} ${row.id} ${quoted(String(name ?? ''))}`,
    ...details.slice(0, 3).map(quoteIfAmbiguous),
  ].join(', ');
}

function severalRecordsError(name: string, found: readonly ResolvedRecord[], more: boolean): ToolError {
  const people = found.some(({ kind }) => kind === 'person') ? ', or add the company: "Jane at Acme"' : '';
  const [first] = found;
  return ambiguousNameError(name, {
    what: 'several records',
    listed: found.map(described),
    hasMore: more,
    choice: { input: 'about', values: found.map(({ kind, row }) => `${kind} ${row.id}`) },
    advice: `Give one by id, e.g. "${first?.kind} ${first?.row.id}"${people}.`,
  });
}

/** What could not be searched, for the error of a search that found nothing. */
export const skippedHint = (skipped: readonly RecordKind[]): string =>
  skipped.map((kind) => ` ${recordKinds[kind].plural} could not be searched (forbidden).`).join('');

/** The error for a name that no record has. */
export function noRecordError(
  name: string,
  kind: RecordKind | undefined,
  skipped: readonly RecordKind[],
  hint: string,
): ToolError {
  const what = kind ?? 'person, company, opportunity or lead';
  return new ToolError(
    'unknown_name',
    `No ${what} is called ${quoted(name)}. ${hint === '' ? '' : `${hint} `}{find} looks for parts and similar names.${skippedHint(skipped)}`,
  );
}

/** Which of the records that were found a name matches. */
export function matchesOf(name: string, { kind, rows, more }: FoundRecords): NameMatches {
  const all = rows.map((row) => ({ kind, row, fit: nameFit(name, String(row.name ?? '')) }));
  const exact = all.filter(({ fit }) => fit === 'exact');
  const other = all.filter(({ fit }) => fit !== 'exact' && fit !== undefined);
  return { exact, other, more, compared: all };
}

/** Several searches for one name as one; each record once. */
export function joinMatches(...all: readonly NameMatches[]): NameMatches {
  const once = (records: readonly ResolvedRecord[]) => [
    ...new Map(records.map((record) => [`${record.kind} ${record.row.id}`, record])).values(),
  ];
  return {
    exact: once(all.flatMap(({ exact }) => exact)),
    other: once(all.flatMap(({ other }) => other)),
    more: all.some(({ more }) => more),
    compared: once(all.flatMap(({ compared }) => compared)),
  };
}

/**
 * The record that was probably meant by a name that none has, if only one is like it; the note says that it is a guess.
 *
 * @param nobody how the sentence begins, `Nobody at company 12 is called`
 * @returns undefined if nothing is like it
 * @throws ToolError `unknown_name` with the nearest if several are, or if not all were compared
 */
export function chooseNearest(
  nobody: string,
  name: string,
  { compared, more }: NameMatches,
  note: (text: string) => void,
): ResolvedRecord | undefined {
  const { near, related } = suggestByName(name, compared, ({ row }) => String(row.name ?? ''));
  const [first, second] = near;
  if (first !== undefined && second === undefined && !more) {
    note(`${nobody} ${quoted(name)}; this is about the nearest, ${described(first)}.`);
    return first;
  }
  const nearest = near.length > 0 ? near : related;
  if (nearest.length === 0) return undefined;
  const shown = nearest.slice(0, 5).map(described).join('; ');
  const [some] = nearest;
  throw new ToolError(
    'unknown_name',
    `${nobody} ${quoted(name)}. Nearest: ${shown}${nearest.length > 5 ? ' …' : ''}. Give one by id, e.g. "${some?.kind} ${some?.row.id}".`,
  );
}

/** The one record that is meant; undefined if none matches. @throws ToolError `unknown_name` if several are equally likely */
export function chooseRecord(
  name: string,
  { exact, other, more }: Omit<NameMatches, 'compared'>,
  note: (text: string) => void,
): ResolvedRecord | undefined {
  const candidates = exact.length > 0 ? exact : other;
  const [first, second] = candidates;
  if (first === undefined) return undefined;
  const unsure = exact.length === 0 && more;
  if (second !== undefined || unsure) throw severalRecordsError(name, candidates, more);
  const read = `${quoted(name)} was read as ${first.kind} ${first.row.id}`;
  if (exact.length === 0) note(`${read}, the only match.`);
  else if (other.length > 0)
    note(`${read}, the only exact match. {find} lists others whose name contains it.`);
  return first;
}
