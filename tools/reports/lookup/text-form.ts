/** What a text looks like, which decides whom to ask. */
export type TextForm =
  | { readonly as: 'email'; readonly email: string; readonly domain: string }
  | { readonly as: 'domain'; readonly domain: string }
  | { readonly as: 'phone'; readonly phone: string; readonly digits: string; readonly bare: boolean }
  | { readonly as: 'name'; readonly name: string };

const emailIn = /(?:^|[<\s:])([^\s<>@:,;"()]+@([\w-]+(?:\.[\w-]+)+))/u;
const address =
  /^(?:[a-z]+:\/\/|@)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,24})(?:[/?#:].*)?$/iu;
const number = /^(?:tel:)?[+(]?\d[\d\s().\-/]*$/;

/** An e-mail (also in brackets behind a name), a web address or domain, a phone number of five digits or more; anything else is a name. */
export function textFormOf(text: string): TextForm {
  const whole = text.trim();
  const [, email, host] = emailIn.exec(whole) ?? [];
  if (email !== undefined && host !== undefined) return { as: 'email', email, domain: host.toLowerCase() };
  const [, domain] = address.exec(whole) ?? [];
  if (domain !== undefined) return { as: 'domain', domain: domain.toLowerCase() };
  const digits = whole.replace(/\D/g, '');
  if (number.test(whole) && digits.length >= 5)
    return { as: 'phone', phone: whole.replace(/^tel:/, ''), digits, bare: digits === whole };
  return { as: 'name', name: whole.replace(/^=\s*/, '') };
}
