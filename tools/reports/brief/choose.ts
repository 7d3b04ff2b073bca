import type { JsonObject } from '../../../src/tool/json.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { emailsOf } from '../find/judge.ts';
import { type Kind, kinds } from '../kinds.ts';
import { nameFit } from '../name-fit.ts';
import type { Candidates } from './seeker.ts';

/** The record that is meant. */
export interface Meant {
  readonly kind: Kind;
  readonly row: JsonObject;
}

/** Records that a name fits, the exact ones apart; `more` where not all that match were compared. */
export interface Fitting {
  readonly exact: readonly Meant[];
  readonly other: readonly Meant[];
  readonly more: boolean;
}

/** What was given, in quotes, shortened. */
export const quoted = (text: string) => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
const short = (text: string) => (text.length > 50 ? `${text.slice(0, 50)}…` : text);

/** `person 12 "Jane Doe", CFO, Acme`: enough to choose by. */
function described({ kind, row }: Meant): string {
  const email = kind === 'person' || kind === 'lead' ? emailsOf(row)[0] : undefined;
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
function several(name: string, fitting: readonly Meant[], more: boolean): ToolError {
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
export const unseen = (hidden: readonly Kind[]): string =>
  hidden.map((kind) => ` ${kinds[kind].plural} could not be searched (forbidden).`).join('');

/** The error for a name that nothing is called by. */
export function nothing(name: string, kind: Kind | undefined, hidden: readonly Kind[]): ToolError {
  const what = kind === undefined ? 'person, company, opportunity or lead' : kind;
  return new ToolError(
    'unknown_name',
    `No ${what} is called ${quoted(name)}. {find} looks for parts and similar names.${unseen(hidden)}`,
  );
}

/** Which of the records that were found a name fits. */
export function fittingOf(name: string, { kind, rows, more }: Candidates): Fitting {
  const all = rows.map((row) => ({ kind, row, fit: nameFit(name, String(row.name ?? '')) }));
  const exact = all.filter(({ fit }) => fit === 'exact');
  return { exact, other: all.filter(({ fit }) => fit !== 'exact' && fit !== undefined), more };
}

/** The one that is meant, if that is clear. @throws ToolError `unknown_name` where several are equally likely */
export function choose(
  wanted: string,
  { exact, other, more }: Fitting,
  note: (text: string) => void,
): Meant | undefined {
  const [first, second] = exact.length > 0 ? exact : other;
  if (first === undefined) return undefined;
  const unsure = exact.length === 0 && more;
  if (second !== undefined || unsure) throw several(wanted, exact.length > 0 ? exact : other, more);
  const read = `${quoted(wanted)} was read as ${first.kind} ${first.row.id}`;
  if (exact.length === 0) note(`${read}, the only one that fits.`);
  else if (other.length > 0) note(`${read}, called exactly so. {find} lists others that hold it.`);
  return first;
}
