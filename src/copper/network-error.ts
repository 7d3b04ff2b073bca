import { ToolError } from '../tool/tool-error.ts';

function codeIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('code' in value)) return undefined;
  return typeof value.code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(value.code) ? value.code : undefined;
}

/** A short word for what broke: `ECONNRESET`, from the error or its cause, else the error's name. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return codeIn(error) ?? codeIn(error.cause) ?? error.name;
}

/**
 * True for a broken connection: `fetch` rejects with a `TypeError` that says so or has a cause, sockets with an error that has a code. A
 * `TypeError` of our own making is no weather, and must not be waited out.
 */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ToolError) return false;
  const byFetch =
    error instanceof TypeError &&
    (error.cause !== undefined || /fetch failed|terminated/.test(error.message));
  return byFetch || codeIn(error) !== undefined || codeIn(error.cause) !== undefined;
}
