import { accountsIn } from '../tool/setting-text.ts';
import { ToolError } from '../tool/tool-error.ts';

/** What a text looks like, which decides what is searched. */
export type TextForm =
  | { readonly kind: 'email'; readonly email: string; readonly domain: string }
  | { readonly kind: 'domain'; readonly domain: string; readonly profile?: string }
  | { readonly kind: 'phone'; readonly phone: string; readonly digits: string; readonly bare: boolean }
  | { readonly kind: 'name'; readonly name: string };

const emailIn = /(?:^|[<\s:])([^\s<>@:,;"()]+@([\w-]+(?:\.[\w-]+)+))/u;
const address =
  /^(?:[a-z]+:\/\/|@)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,24})(?:[/?#:].*)?$/iu;
const phoneNumber = /^(?:tel:)?[+(]?\d[\d\s().\-/]*$/;
const extension = /(?<!\s)\s*(?:ext\.?|x)\s*\d+$/i;
/** What a single record says of a number: `+44 20 7946 1062 (work)`. */
const kind = /(?<!\s)\s*\(\p{L}+\)$/u;
const isoDate = /^\d{4}-\d{2}(?:-\d{2})?$/;

/**
 * An e-mail address (also in brackets after a name), a web address (a page of it may be somebody's profile) or domain, a phone number
 * of five digits or more; anything else is a name.
 */
export function textFormOf(text: string): TextForm {
  const whole = text.trim();
  const [, email, host] = emailIn.exec(whole) ?? [];
  if (email !== undefined && host !== undefined) return { kind: 'email', email, domain: host.toLowerCase() };
  const [, domain] = address.exec(whole) ?? [];
  if (domain !== undefined) {
    const isPage = /^https?:\/\/[^/]+\/[^/?#]/i.test(whole);
    return { kind: 'domain', domain: domain.toLowerCase(), ...(isPage ? { profile: whole } : {}) };
  }
  const number = whole.replace(kind, '').replace(extension, '');
  const digits = number.replace(/\D/g, '');
  if (phoneNumber.test(number) && digits.length >= 5 && !isoDate.test(whole))
    return { kind: 'phone', phone: number.replace(/^tel:/, ''), digits, bare: digits === whole };
  return { kind: 'name', name: whole.replace(/^=\s*/, '') };
}

/** A person and the company to look at. `certain` if the text cannot be one name. */
export interface PersonAtCompany {
  readonly person: string;
  readonly company: string;
  readonly certain: boolean;
}

/** What stands before and behind the first separator; undefined if either is nothing. */
function around(text: string, separator: RegExp): readonly string[] | undefined {
  const found = separator.exec(text);
  if (found === null) return undefined;
  const parts = [text.slice(0, found.index).trim(), text.slice(found.index + found[0].length).trim()];
  return parts.includes('') ? undefined : parts;
}

/** `Jane at Acme`, `Jane Doe (Acme)`, `Jane, Acme`, `Jane – Acme`; undefined for other forms. */
export function personAtCompany(text: string): PersonAtCompany | undefined {
  const inBrackets = /^([^(]*[^(\s])\s*\(([^()]+)\)$/.exec(text)?.slice(1);
  const certain = around(text, /\s(?:at|from|@)(?=\s+\S)/i) ?? inBrackets;
  const byComma = text.split(',').map((part) => part.trim());
  const isPair = byComma.length === 2 && byComma.every((part) => part !== '');
  const parts = certain ?? (isPair ? byComma : around(text, /\s[\p{Pd}|/](?=\s+\S)/u));
  if (parts === undefined) return undefined;
  const [person = '', company = ''] = parts;
  return { person, company, certain: certain !== undefined };
}

/** The kinds of records that addresses of Copper's web app lead to. */
type LinkedKind = 'person' | 'company' | 'lead' | 'opportunity' | 'task' | 'project';

/** The record that an address of Copper's web app leads to; neither if it leads to a list or something unknown. */
export interface RecordLink {
  readonly kind?: LinkedKind;
  readonly id?: number;
}

const linkKinds: readonly { readonly kind: LinkedKind; readonly path: RegExp }[] = [
  { kind: 'person', path: /(?:\/|fullProfile=)(?:contacts?|person|people)[/-](\d{1,15})\b/i },
  { kind: 'company', path: /(?:\/|fullProfile=)(?:organi[sz]ations?|company|companies)[/-](\d{1,15})\b/i },
  { kind: 'opportunity', path: /(?:\/|fullProfile=)(?:deals?|opportunity|opportunities)[/-](\d{1,15})\b/i },
  { kind: 'lead', path: /(?:\/|fullProfile=)leads?[/-](\d{1,15})\b/i },
  { kind: 'task', path: /(?:\/|fullProfile=)tasks?[/-](\d{1,15})\b/i },
  { kind: 'project', path: /(?:\/|fullProfile=)projects?[/-](\d{1,15})\b/i },
];

/** The words for kinds of records in addresses of this server, as in those of its resources. */
const addressKinds = new Map<string, LinkedKind>([
  ['people', 'person'],
  ['companies', 'company'],
  ['leads', 'lead'],
  ['opportunities', 'opportunity'],
]);

const addressForm = /^\s*copper:\/\/([a-z]+)\/(\d{1,15})\s*$/i;

/** The address of a record, as its resource has it: the form of an id that is nobody's name, so that nothing is looked up. */
export function recordAddress(kind: LinkedKind, id: number | string): string {
  const [path = kind] = [...addressKinds].find(([, one]) => one === kind) ?? [];
  return `copper://${path}/${id}`;
}

function readAddress(text: string): RecordLink | undefined {
  const [, path = '', id] = addressForm.exec(text) ?? [];
  const kind = addressKinds.get(path.toLowerCase());
  return kind === undefined ? undefined : { kind, id: Number(id) };
}

/** True for such an address. */
export const isRecordAddress = (text: string): boolean => readAddress(text) !== undefined;

/** All addresses of Copper's web app in a text. */
const linksIn = (text: string): string[] =>
  text.match(/(?:https?:\/\/)?\bapp\.(?:copper|prosperworks)\.com[^\s,;"'<>]*/gi) ?? [];

/** Words that may stand beside a link without adding to it. */
const besideLink =
  /^(?:see|link|to|this|the|id|record|person|people|contacts?|company|companies|organi[sz]ations?|deals?|opportunity|opportunities|leads?|tasks?|projects?)$/i;

/** True if a text says nothing besides a link: no name, no second one, no "not". */
function isAlone(text: string, link: string): boolean {
  const [before = '', after = ''] = text.split(link);
  const words = `${before} ${after}`.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return !/^\s*(?:[!¬≠~^*%–−-]|<>)/u.test(before) && words.every((word) => besideLink.test(word));
}

/** @throws ToolError `invalid_input` for a text with several links, where one is expected */
export function checkSingleLink(text: string): void {
  const { length } = linksIn(text);
  if (length > 1) throw new ToolError('invalid_input', `The text has ${length} links; give one of them.`);
}

/**
 * Takes a pasted address of Copper's web app, or of this server's resources, apart, with no other words than its kind beside it; undefined if
 * there is none.
 */
export function readRecordLink(text: string): RecordLink | undefined {
  const address = readAddress(text);
  if (address !== undefined) return address;
  const links = linksIn(text);
  const [link] = links;
  if (link === undefined || links.length > 1 || !isAlone(text, link)) return undefined;
  const path = link.replace(/^.*?\.com/i, '');
  // What stands before the hash names the account: /companies/1234/app#/contact/5678
  const [, route = ''] = /(?:#|%23)(.*)/s.exec(path) ?? [];
  for (const { kind, path: pattern } of linkKinds) {
    const [, id] = pattern.exec(`/${route}`) ?? [];
    if (id !== undefined) return { kind, id: Number(id) };
  }
  return {};
}

/**
 * The id of the record that a text links to; undefined if the text is not a link to Copper.
 *
 * @throws ToolError `invalid_input` if it leads to a record of another kind, or to none
 */
export function linkedId(text: string, wanted: string): number | undefined {
  const link = readRecordLink(text);
  if (link === undefined) return undefined;
  const a = /^[aeiou]/.test(wanted) ? `an ${wanted}` : `a ${wanted}`;
  if (link.id === undefined)
    throw new ToolError('invalid_input', `The link is not to one record. Give the link, id or name of ${a}.`);
  if (link.kind === wanted) return link.id;
  throw new ToolError(
    'invalid_input',
    `The link is to ${link.kind} ${link.id}, not to ${a}. Give the link, id or name of ${a}.`,
  );
}

/** How Copper's web app calls the kinds of records whose addresses are known; those of leads, tasks and projects are not. */
const pagesOfApp = { person: 'contact', company: 'organization', opportunity: 'deal' } as const;

/** A kind of record that has an address in Copper's web app. */
export type PageKind = keyof typeof pagesOfApp;

/** True for a kind of record that has one. */
export const isPageKind = (kind: string): kind is PageKind => Object.hasOwn(pagesOfApp, kind);

/**
 * The address of a record in Copper's web app. Copper documents no form: this one is what others' programs for Copper write and read.
 *
 * @param account the account's number
 */
export const webAddress = (account: string, kind: PageKind, id: number | string): string =>
  `https://app.copper.com/companies/${account}/app#/${pagesOfApp[kind]}/${id}`;

/**
 * Checks that no link in the arguments is not to a record of another account, whose ids mean other records here.
 *
 * @throws ToolError `invalid_input`
 */
export function checkAccountOfLinks(given: unknown, accountId: string | undefined): void {
  if (accountId === undefined) return;
  const other = accountsIn(JSON.stringify(given ?? '')).find((account) => account !== accountId);
  if (other === undefined) return;
  throw new ToolError(
    'invalid_input',
    `The link is to a record of the Copper account ${other}; this server reads account ${accountId} (COPPER_ACCOUNT_ID). Give a link of that account, or a name.`,
  );
}
