import { hasWordsOf, searchWords } from '../../src/names/name-fit.ts';
import { bestPhoneFit } from '../../src/names/phone-number.ts';
import { explicitId, idForm } from '../../src/names/spelling.ts';
import { linkedId, personAtCompany, textFormOf } from '../../src/names/text-form.ts';
import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { escapeUntrusted } from '../../src/tool/outgoing-text.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, type Parameter, type RequestPart, shortText } from './parameter.ts';

/** The kinds of records that are searched by name. */
type NamedKind = 'person' | 'company' | 'lead' | 'opportunity';

/** The contract's filters for what people paste where a name is meant. */
const filters: Readonly<Record<NamedKind, Readonly<Record<'email' | 'phone', string | undefined>>>> = {
  person: { email: 'emails', phone: 'phone_numbers' },
  lead: { email: 'emails', phone: 'phone_number' },
  company: { email: 'email_domain', phone: 'phone_number' },
  opportunity: { email: undefined, phone: undefined },
};

/** What was pasted, as a part of a request, and what it was read as. */
interface Pasted extends RequestPart {
  readonly body: JsonObject;
  readonly as: string;
}

/** Those with the number, or one that ends with it: Copper's own search also finds others. */
const phoneFilter = (phone: string): LocalFilter => ({
  name: 'phone number',
  notedOnlyIfPartial: true,
  sourceFields: ['phone_numbers'],
  test: ({ phone_numbers: all }) => {
    const numbers = (Array.isArray(all) ? all : []).filter(isObject).map(({ number }) => String(number));
    return ['same', 'end'].includes(bestPhoneFit(phone, numbers) ?? '');
  },
});

/** A link, an e-mail address or a phone number as the filter that it is; undefined for a name. */
function pastedFilter(kind: NamedKind, value: string): Pasted | undefined {
  const printed = explicitId(value, kind);
  // One that is named by its id is meant even if it was converted.
  const withId = (id: number) => ({
    ids: [id],
    ...(kind === 'lead' ? { include_converted_leads: true } : {}),
  });
  if (printed !== undefined) return { body: withId(printed.id), as: `${kind} ${printed.id}` };
  const id = linkedId(value, kind);
  if (id !== undefined) return { body: withId(id), as: `the link to ${kind} ${id}` };
  const form = textFormOf(value);
  const sent = (name: string, text: string) => ({
    [name]: ['emails', 'phone_numbers'].includes(name) && kind === 'person' ? [text] : text,
  });
  if (form.kind === 'email') {
    const name = filters[kind].email;
    if (name === undefined)
      throw new ToolError(
        'invalid_input',
        `${quoted(value)} is an e-mail address, which deals do not have. {find} shows whose it is.`,
      );
    const text = kind === 'company' ? form.domain : form.email;
    return {
      body: sent(name, text),
      as: kind === 'company' ? 'the domain of the e-mail' : 'an e-mail address',
    };
  }
  if (form.kind === 'domain' && form.profile !== undefined && kind !== 'opportunity')
    return kind === 'company'
      ? { body: { email_domain: form.domain }, as: 'a web address, by its domain' }
      : { body: { socials: [form.profile] }, as: 'the address of a social profile' };
  const name = filters[kind].phone;
  // A number without anything else may be a name, as of the company 1871.
  if (form.kind !== 'phone' || name === undefined || (form.bare && kind === 'company')) return undefined;
  return { body: sent(name, form.phone), as: 'a phone number', localFilters: [phoneFilter(form.phone)] };
}

const partOf = (value: string): RequestPart => ({
  body: { name: { value, special_value: [{ type: 'partial' }] } },
});

/** People by all words of a name, with others between them: Copper searches for one of the words, and this server compares the rest. */
function personPart(value: string): RequestPart {
  const [last] = searchWords(value);
  if (last === undefined || !/\s/.test(value.trim())) return partOf(value);
  const test = (row: JsonObject) => hasWordsOf(value, String(row.name ?? ''));
  return { ...partOf(last), localFilters: [{ name: 'name', notedOnlyIfPartial: true, test }] };
}

/** The condition that a name makes: `=Acme` exactly that name, `"Acme Fo"` a part as it is written, anything else words of it. */
async function namePart(
  kind: NamedKind,
  value: string,
  { names, note }: RequestContext,
): Promise<RequestPart> {
  const exact = /^=(.*)$/s.exec(value)?.[1]?.trim();
  if (exact === '') throw new ToolError('invalid_input', 'name "=" needs a name to match.');
  if (exact !== undefined) return { body: { name: exact } };
  const given = explicitId(value, kind);
  const called = given && (await names.match(kind, `=${value}`, { whole: true }));
  if (given !== undefined && called !== undefined)
    note(
      `name was read as a name; the ${kind} of that number is found by name="${idForm(value, kind, given.key)}".`,
    );
  const pasted = called === undefined ? pastedFilter(kind, value) : undefined;
  if (pasted !== undefined) {
    const { as, ...part } = pasted;
    note(`name was read as ${as}.`);
    return part;
  }
  if (kind === 'lead') return { body: { name: value } };
  const part = /^"(.+)"$/s.exec(value)?.[1];
  if (part !== undefined) return partOf(part);
  if (kind !== 'person') return partOf(value);
  const parts = personAtCompany(value);
  if (parts?.certain !== true) return personPart(value);
  // A name may itself look like a person at a company.
  if (value.endsWith(')') && (await names.match('person', `=${value}`, { whole: true })) !== undefined) {
    note(
      `name was read as a whole name; for ${quoted(parts.person)} at ${quoted(parts.company)} write "at" between them.`,
    );
    return { body: { name: value } };
  }
  const companies = await names.find('company', [parts.company]);
  note(
    `name was read as ${quoted(parts.person)} at ${escapeUntrusted(companies.map(({ name }) => name).join(' or '))}.`,
  );
  const { body, ...rest } = personPart(parts.person);
  return { ...rest, body: { ...body, company_ids: companies.map(({ id }) => id) } };
}

const asName = '"not" was read as part of the name; "!" in front excludes.';
const elsewhere = '{find} also finds similar names.';

/** What to say if nothing is called exactly so: its name may begin with the sign that asks for that. */
function exactName(value: string): string[] {
  const [, name] = /^=(?!=)\s*(\S.*)$/su.exec(value) ?? [];
  if (name === undefined) return [];
  return [
    `name was read as exactly ${quoted(name)}; a name that begins with "=" is written ${quoted(`==${name}`)}.`,
  ];
}

/** What to say if nothing has a name that may well be a person and a company: `Jane, Acme`. */
function oneName(kind: NamedKind, value: string): string[] {
  const parts = kind === 'person' && textFormOf(value).kind === 'name' ? personAtCompany(value) : undefined;
  if (parts === undefined || parts.certain) return [];
  return [
    `name was searched as one name; for ${quoted(parts.person)} at ${quoted(parts.company)} write "at" between them.`,
  ];
}

/**
 * The name of the records that a search finds; a pasted e-mail address, phone number or link is taken for what it is.
 *
 * @param kind what the search finds
 */
export const recordName = (kind: NamedKind): Parameter =>
  defineParameter({
    input: shortText.describe(kind === 'lead' ? 'Full name' : 'Part; "=…" for exact'),
    sends: ['name'],
    toRequest: async (value, context) => ({
      ifNone: [
        ...(/^not\s/i.test(value) ? [asName] : []),
        ...exactName(value),
        ...oneName(kind, value),
        elsewhere,
      ].join(' '),
      ...(await namePart(kind, value, context)),
    }),
  });
