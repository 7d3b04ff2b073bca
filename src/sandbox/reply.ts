import type { SandboxSettings } from './options.ts';

/** What a handler returns: one page of the rows of a search, or a plain value. */
export type HandlerResult =
  | { kind: 'page'; rows: readonly unknown[]; pageNumber: number; total: number }
  | { kind: 'value'; value: unknown };

/** Thrown for a request that gets an error status. */
export class SandboxError extends Error {
  readonly status: number;
  /** Whether a 404 is about an unknown path, not about a missing record. */
  readonly unrouted: boolean;

  constructor(status: number, message: string, unrouted = false) {
    super(message);
    this.status = status;
    this.unrouted = unrouted;
  }
}

/** A 422 worded like Copper's, with one problem per line. */
export function validationError(...problems: string[]): SandboxError {
  return new SandboxError(422, `Invalid input: Validation errors: ${problems.join('\n')}`);
}

/** The problem of a parameter or member that Copper does not know. */
export function unrecognizedAttribute(name: string): string {
  return `Base: Unrecognized attributes specified: ${name}`;
}

/** The 404 of an unknown path. */
export function unknownPathError(): SandboxError {
  return new SandboxError(404, 'Resource not found', true);
}

/** The 404 of a missing record. */
export function notFoundError(): SandboxError {
  return new SandboxError(404, 'Resource not found');
}

/** A parameter as validation messages name it: `company_ids` → `Company Ids`. */
export function parameterLabel(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

const jsonHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
};

const contractCodes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  422: 'VALIDATION_ERROR',
  429: 'RATE_LIMIT_EXCEEDED',
};

/** A reply in the shape that the settings ask for. */
export function resultResponse(result: HandlerResult, settings: SandboxSettings): Response {
  if (result.kind === 'value') return new Response(JSON.stringify(result.value), { headers: jsonHeaders });
  const { rows, pageNumber, total } = result;
  const body = settings.shape === 'array' ? rows : { page_number: pageNumber, total, data: rows };
  const headers = settings.totals ? { ...jsonHeaders, 'x-pw-total': String(total) } : jsonHeaders;
  return new Response(JSON.stringify(body), { headers });
}

/** An error reply in the form that the settings ask for. */
export function errorResponse(error: SandboxError, settings: SandboxSettings): Response {
  return new Response(JSON.stringify(errorBody(error, settings)), {
    status: error.status,
    headers: jsonHeaders,
  });
}

function errorBody(error: SandboxError, settings: SandboxSettings): unknown {
  const { status, message } = error;
  if (settings.errors === 'contract') {
    return { error: { code: contractCodes[status] ?? 'INTERNAL_ERROR', message } };
  }
  if (error.unrouted || (status === 404 && settings.notFound === 'bare')) return { error: 'not_found' };
  return { success: false, status, message };
}

/** An HTML page, as proxies and the web app send it. */
export function htmlResponse(status: number, title: string): Response {
  const body = `<!DOCTYPE html><html lang=en><title>${title}</title><p><b>${status}.</b> ${title}</html>\n`;
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
}
