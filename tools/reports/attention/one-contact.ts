import type { JsonObject } from '../../../src/tool/json.ts';
import { column, numberField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { formatNumber } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { getRelatedItemsByType } from '../../get-related-items-by-type.ts';
import { createDealRanking } from './deal-ranking.ts';

/** The most deals whose people are read: one request for each. */
const mostDeals = 200;

/** How many are read at a time, so that single calls find room between them. */
const atOnce = 4;

/** What was found out. */
interface ContactsRead {
  readonly single: readonly JsonObject[];
  /** True if all deals were looked at. */
  readonly complete: boolean;
}

/** True if the primary contact and the people linked to a deal are one person; undefined if the deal cannot be read. */
async function hasOneContact(deal: JsonObject, { rows }: ReportContext): Promise<boolean | undefined> {
  const input = { type: 'opportunities', id: deal.id, related_type: 'people' };
  try {
    const people = await rows(getRelatedItemsByType, input, [column('id', numberField('id'))], 2);
    const ids = new Set(people.rows.map(({ id }) => id));
    if (typeof deal.primary_contact_id === 'number') ids.add(deal.primary_contact_id);
    return ids.size === 1;
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

/**
 * Finds deals that depend on one contact. No search tells how many people a deal has, so that each takes a request of its own: the largest
 * deals are looked at, as many as the request allowance leaves room for.
 */
export function createContactCheck(context: ReportContext) {
  const ranking = createDealRanking(mostDeals);
  return {
    add: (deal: JsonObject): void => ranking.add(deal),
    /** The deals with one contact, with a note if that is not known of all; why it is not, if it is known of none. */
    async read(): Promise<ContactsRead | { readonly unknown: string }> {
      const { requestsLeft, note } = context;
      const all = ranking.count();
      const chosen = ranking.first().slice(0, requestsLeft());
      const single: JsonObject[] = [];
      let read = 0;
      const limit =
        chosen.length === mostDeals
          ? `at most ${mostDeals} are looked up; narrow the question`
          : 'each takes a request; narrow the question, or raise max_requests';
      let why = chosen.length < all ? limit : '';
      for (let at = 0; at < chosen.length; at += atOnce) {
        const batch = chosen.slice(at, at + atOnce);
        try {
          const found = await Promise.all(batch.map((deal) => hasOneContact(deal, context)));
          single.push(...batch.filter((_, index) => found[index] === true));
          read += found.filter((one) => one !== undefined).length;
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
          why = `their people could not be read (${error.kind})`;
          break;
        }
      }
      if (read === 0 && all > 0)
        return { unknown: `one_contact is not known of any deal: ${why || 'they are gone'}` };
      if (read < all)
        note(
          `one_contact was looked up for ${formatNumber(read)} of ${formatNumber(all)} deals, those that come first; of the others it is not known: ${why || 'they are gone'}.`,
          'gap',
        );
      note('one_contact counts only people that this key may see.');
      return { single, complete: read === all };
    },
  };
}
