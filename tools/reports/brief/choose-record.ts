import type { JsonObject } from '../../../src/tool/json.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { emailAddressesOf } from '../find/match.ts';
import { nameFit } from '../lookup/name-fit.ts';
import { type RecordKind, recordKinds } from '../lookup/record-kinds.ts';
import type { Candidates } from './record-lookup.ts';

/** The record that is meant. */
export interface ResolvedRecord {
  readonly kind: RecordKind;
  readonly row: JsonObject;
}

/** Records that a name fits, the exact ones apart; `more` where not all that match were compared. */
export interface NameMatches {
  readonly exact: readonly ResolvedRecord[];
  readonly other: readonly ResolvedRecord[];
  readonly more: boolean;
}

/** What was given, in quotes, shortened. */
export const quoted = (text: string) => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
const short = (text: string) => (text.length > 50 ? `${text.slice(0, 50)}…` : text);

/** `person 12 "Jane Doe", CFO, Acme`: enough to choose by. */
function described({ kind, row }: ResolvedRecord): string {
  const email = kind === 'person' || kind === 'lead' ? emailAddressesOf(row)[0] : undefined;
  const more = [
    row.title,
    row.company_name,
    email,
    row.email_domain,
    kind === 'opportunity' ? row.status : '',
  ];
  const told = more.filter((one) => typeof one === 'string' && one !== '').map((one) => short(String(one)));
  return [`${kind} ${row.id} "${short(String(row.name ?? ''))}"`, ...told.slice(0, 3)].join(', ');
}

/** Several that fit: the agent has to say which. */
function several(name: string, fitting: readonly ResolvedRecord[], more: boolean): ToolError {
  const shown = fitting.slice(0, 8).map(described).join('; ');
  const others = fitting.length > 8 || more ? ' …' : '';
  const people = fitting.some(({ kind }) => kind === 'person') ? ', or add the company: "Jane at Acme"' : '';
  const [first] = fitting;
  return new ToolError(
    'unknown_name',
    `${quoted(name)} fits several: ${shown}${others}. Give one by id, e.g. "${first?.kind} ${first?.row.id}"${people}.`,
  );
}

/** What could not be looked at, for the error of a search that found nothing. */
export const unsearchedNote = (hidden: readonly RecordKind[]): string =>
  hidden.map((kind) => ` ${recordKinds[kind].plural} could not be searched (forbidden).`).join('');

/** The error for a name that nothing is called by. */
export function unknownNameError(
  name: string,
  kind: RecordKind | undefined,
  hidden: readonly RecordKind[],
): ToolError {
  const what = kind === undefined ? 'person, company, opportunity or lead' : kind;
  return new ToolError(
    'unknown_name',
    `No ${what} is called ${quoted(name)}. {find} looks for parts and similar names.${unsearchedNote(hidden)}`,
  );
}

/** Which of the records that were found a name fits. */
export function matchesOf(name: string, { kind, rows, more }: Candidates): NameMatches {
  const all = rows.map((row) => ({ kind, row, fit: nameFit(name, String(row.name ?? '')) }));
  const exact = all.filter(({ fit }) => fit === 'exact');
  return { exact, other: all.filter(({ fit }) => fit !== 'exact' && fit !== undefined), more };
}

/** The one that is meant, if that is clear. @throws ToolError `unknown_name` where several are equally likely */
export function chooseRecord(
  wanted: string,
  { exact, other, more }: NameMatches,
  note: (text: string) => void,
): ResolvedRecord | undefined {
  const [first, second] = exact.length > 0 ? exact : other;
  if (first === undefined) return undefined;
  const unsure = exact.length === 0 && more;
  if (second !== undefined || unsure) throw several(wanted, exact.length > 0 ? exact : other, more);
  const read = `${quoted(wanted)} was read as ${first.kind} ${first.row.id}`;
  if (exact.length === 0) note(`${read}, the only one that fits.`);
  else if (other.length > 0) note(`${read}, called exactly so. {find} lists others that hold it.`);
  return first;
}
