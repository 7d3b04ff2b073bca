import { z } from 'zod/v3';
import { joined } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { SearchTool } from '../../inputs/search.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchPeople } from '../../search-people.ts';
import { recordKindCalled, recordKinds } from '../lookup/record-kinds.ts';
import type { ContactReason } from './contact-reasons.ts';

/** One kind of record as it is looked through for those that need attention. */
interface ContactKind {
  readonly tool: SearchTool;
  /** As tasks name it. */
  readonly type: string;
  readonly shown: readonly string[];
  /** What its reasons need in addition. */
  readonly alsoRead: readonly string[];
  /** Days without contact that count. */
  readonly silent: string;
  readonly reasons: readonly ContactReason[];
}

const names = ['people', 'companies', 'leads'] as const;

/** The kinds by the words that agents use. */
export const contactKinds: Readonly<Record<(typeof names)[number], ContactKind>> = {
  people: {
    tool: searchPeople,
    type: 'person',
    shown: ['id', 'name', 'company', 'email', 'phone', 'owner', 'last_contact'],
    alsoRead: ['created'],
    silent: '60',
    reasons: ['silent', 'no_owner', 'no_email', 'no_phone', 'no_next_task'],
  },
  // Companies have a domain and no address of their own.
  companies: {
    tool: searchCompanies,
    type: 'company',
    shown: ['id', 'name', 'domain', 'phone', 'owner'],
    alsoRead: ['created'],
    silent: '60',
    reasons: ['silent', 'no_owner', 'no_phone', 'no_next_task'],
  },
  leads: {
    tool: searchLeads,
    type: 'lead',
    shown: ['id', 'name', 'company', 'email', 'status', 'owner', 'created'],
    alsoRead: ['phone', 'last_contact'],
    silent: '14',
    reasons: ['unanswered', 'silent', 'no_owner', 'no_email', 'no_phone', 'no_next_task'],
  },
};

/** Reasons that many records have, or that need other requests than those for the records. */
const onRequest: readonly ContactReason[] = ['no_phone', 'no_next_task'];

/**
 * The reasons that are looked for: those that apply to the kind, unless others are asked for.
 *
 * @throws ToolError `invalid_input` for a reason that records of this kind cannot have
 */
export function requestedReasons(
  kind: keyof typeof contactKinds,
  given: readonly ContactReason[] | undefined,
): readonly ContactReason[] {
  const { reasons } = contactKinds[kind];
  const other = given?.find((reason) => !reasons.includes(reason));
  if (other !== undefined)
    throw new ToolError(
      'invalid_input',
      `The reason ${other} does not apply to ${kind}; those that do: ${joined(reasons)}.`,
    );
  return given === undefined ? reasons.filter((reason) => !onRequest.includes(reason)) : [...new Set(given)];
}

/** The kind that is looked through. Deals have other reasons, so that a report of their own looks through them. */
export const contactKind = z.preprocess((given) => {
  const kind = typeof given === 'string' ? recordKindCalled(given.trim()) : undefined;
  if (kind === 'opportunity')
    throw new ToolError(
      'invalid_input',
      'what must be people, companies or leads. {deals_needing_attention} looks through deals.',
    );
  return kind === undefined ? given : recordKinds[kind].plural;
}, z.enum(names));
