import type { HandlerRequest } from '../handler-context.ts';
import type { SandboxSettings } from '../options.ts';
import { asInteger, isBlank } from '../read-value.ts';
import { parameterLabel, validationError } from '../reply.ts';

/** No search returns rows after this one. */
const maxRows = 100_000;

/** The page size of one search in the contract; in the documentation the default is 20 and the maximum 200. */
export interface ContractPageSize {
  readonly default: number;
  readonly max: number;
}

/** The page that a request asks for; `number` counts from 1. */
export interface SandboxPage {
  readonly number: number;
  readonly size: number;
}

/** Reads page number and size; throws a 422 for values below 1 and, when the settings say so, for too large pages. */
export function readPaging(
  body: HandlerRequest['body'],
  contract: ContractPageSize,
  settings: SandboxSettings,
): SandboxPage {
  const sizes = settings.names === 'contract' ? contract : { default: 20, max: 200 };
  const max = Math.min(sizes.max, settings.pageSize);
  const requested = positive(body, 'page_size', Math.min(sizes.default, max));
  if (requested > max && settings.overMax === 'reject') {
    throw validationError(`Page Size: must be less than or equal to ${max}`);
  }
  return { number: positive(body, 'page_number', 1), size: Math.min(requested, max) };
}

/** The rows of a page, none after the end or the last row that a search returns. */
export function rowsOfPage<T>(rows: readonly T[], page: SandboxPage): readonly T[] {
  const start = (page.number - 1) * page.size;
  return rows.slice(start, Math.min(start + page.size, maxRows));
}

function positive(body: HandlerRequest['body'], name: string, fallback: number): number {
  const value = body[name];
  if (isBlank(value)) return fallback;
  const found = asInteger(value);
  if (found === undefined || found < 1)
    throw validationError(`${parameterLabel(name)}: must be greater than or equal to 1`);
  return found;
}
