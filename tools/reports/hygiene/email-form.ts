/** The most characters of an address, and of the part before its @ (RFC 5321, 4.5.3.1). */
const [maxLength, maxLocal] = [254, 64];

/** Signs that an address cannot have outside quotes; letters of all scripts are allowed (RFC 6531). */
const forbidden = /[\s()<>[\]:;,\\"]/u;

const isLabel = (label: string) => label !== '' && !label.startsWith('-') && !label.endsWith('-');

/**
 * True if a text has the form of an e-mail address of a person on the internet; whether somebody reads it nobody can tell. Quoted local
 * parts, which the standard allows and no provider gives out, and domains of one word do not have it.
 */
export function isEmailForm(text: string): boolean {
  const address = text.trim();
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || local.includes('@') || address.length > maxLength || local.length > maxLocal) return false;
  if (forbidden.test(address)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  const labels = domain.split('.');
  return labels.length > 1 && labels.every(isLabel) && /^\D{2,}$|^xn--/iu.test(labels.at(-1) ?? '');
}
