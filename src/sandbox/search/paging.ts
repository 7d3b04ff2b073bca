import type { SandboxSettings } from '../options.ts';
import { asInteger, isBlank } from '../read-value.ts';
import { parameterLabel, validationError } from '../refusal.ts';

/** No search reaches further than this row. */
const maxRows = 100_000;

/** The contract's page size of one search; elsewhere 20 is usual and 200 the most. */
export interface ContractPageSize {
  readonly default: number;
  readonly max: number;
}

export interface SandboxPage {
  readonly number: number;
  readonly size: number;
}

export function readPage(
  number: unknown,
  size: unknown,
  contract: ContractPageSize,
  settings: SandboxSettings,
): SandboxPage {
  const sizes = settings.names === 'contract' ? contract : { default: 20, max: 200 };
  const most = Math.min(sizes.max, settings.pageSize);
  const asked = positive('page_size', size, Math.min(sizes.default, most));
  if (asked > most && settings.overMax === 'reject') {
    throw validationError(`Page Size: must be less than or equal to ${most}`);
  }
  return { number: positive('page_number', number, 1), size: Math.min(asked, most) };
}

/** The rows of a page; nothing past the end or past the ceiling. */
export function rowsOfPage<T>(rows: readonly T[], page: SandboxPage): readonly T[] {
  const start = (page.number - 1) * page.size;
  return rows.slice(start, Math.min(start + page.size, maxRows));
}

function positive(name: string, value: unknown, usual: number): number {
  if (isBlank(value)) return usual;
  const found = asInteger(value);
  if (found === undefined || found < 1)
    throw validationError(`${parameterLabel(name)}: must be greater than or equal to 1`);
  return found;
}
