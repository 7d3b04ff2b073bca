import { type RecordKind, recordKindCalled } from './record-kinds.ts';

/** A record as people and answers write it: `company Acme`, `deal #2827698`, `Jane Doe (person 12)`, `copper://people/12`, or a name. */
export interface RecordReference {
  readonly kind?: RecordKind;
  readonly id?: number;
  /** The name, or the id as it was written. */
  readonly name: string;
}

const unquoted = (text: string) => /^["'“”‘’](.+)["'“”‘’]$/su.exec(text)?.[1]?.trim() ?? text;

/** Takes a reference apart; text that does not begin with a kind is a name. */
export function readRecordReference(text: string): RecordReference {
  const whole = unquoted(text.trim().replace(/^copper:\/\//i, ''));
  const printed = /\(([a-z]+ \d{1,15})\)$/.exec(whole)?.[1] ?? whole;
  const [, word = '', rest = ''] = /^(\p{L}+)[\s:#/]+(.+)$/su.exec(printed) ?? [];
  const kind = recordKindCalled(word);
  if (kind === undefined) return { name: whole };
  const name = unquoted(rest);
  const [, id] = /^(?:id\s*)?[#:=]?\s*(\d{1,15})$/i.exec(name) ?? [];
  return id === undefined ? { kind, name } : { kind, name, id: Number(id) };
}

/** What a text looks like, which decides what is searched. */
export type TextForm =
  | { readonly as: 'email'; readonly email: string; readonly domain: string }
  | { readonly as: 'domain'; readonly domain: string }
  | { readonly as: 'phone'; readonly phone: string; readonly digits: string; readonly bare: boolean }
  | { readonly as: 'name'; readonly name: string };

const emailIn = /(?:^|[<\s:])([^\s<>@:,;"()]+@([\w-]+(?:\.[\w-]+)+))/u;
const address =
  /^(?:[a-z]+:\/\/|@)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,24})(?:[/?#:].*)?$/iu;
const phoneNumber = /^(?:tel:)?[+(]?\d[\d\s().\-/]*$/;

/** An e-mail address (also in brackets after a name), a web address or domain, a phone number of five digits or more; anything else is a name. */
export function textFormOf(text: string): TextForm {
  const whole = text.trim();
  const [, email, host] = emailIn.exec(whole) ?? [];
  if (email !== undefined && host !== undefined) return { as: 'email', email, domain: host.toLowerCase() };
  const [, domain] = address.exec(whole) ?? [];
  if (domain !== undefined) return { as: 'domain', domain: domain.toLowerCase() };
  const digits = whole.replace(/\D/g, '');
  if (phoneNumber.test(whole) && digits.length >= 5)
    return { as: 'phone', phone: whole.replace(/^tel:/, ''), digits, bare: digits === whole };
  return { as: 'name', name: whole.replace(/^=\s*/, '') };
}
