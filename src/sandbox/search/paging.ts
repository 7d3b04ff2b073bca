import type { Settings } from '../options.ts';
import { asInteger, isBlank } from '../read-value.ts';
import { invalid, label } from '../refusal.ts';

/** No search reaches further than this row. */
const CEILING = 100_000;

/** The contract's page size of one search; elsewhere 20 is usual and 200 the most. */
export interface ContractSize {
  readonly usual: number;
  readonly most: number;
}

export interface Page {
  readonly number: number;
  readonly size: number;
}

export function readPage(number: unknown, size: unknown, contract: ContractSize, settings: Settings): Page {
  const sizes = settings.names === 'contract' ? contract : { usual: 20, most: 200 };
  const most = Math.min(sizes.most, settings.pageSize);
  const asked = positive('page_size', size, Math.min(sizes.usual, most));
  if (asked > most && settings.overMax === 'reject') {
    throw invalid(`Page Size: must be less than or equal to ${most}`);
  }
  return { number: positive('page_number', number, 1), size: Math.min(asked, most) };
}

/** The rows of a page; nothing past the end or past the ceiling. */
export function cutPage<T>(rows: readonly T[], page: Page): readonly T[] {
  const start = (page.number - 1) * page.size;
  return rows.slice(start, Math.min(start + page.size, CEILING));
}

function positive(name: string, value: unknown, usual: number): number {
  if (isBlank(value)) return usual;
  const found = asInteger(value);
  if (found === undefined || found < 1) throw invalid(`${label(name)}: must be greater than or equal to 1`);
  return found;
}
