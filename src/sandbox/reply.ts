import type { SandboxSettings } from './options.ts';
import type { SandboxError } from './refusal.ts';

/** What a handler answers: one page of many rows, or a plain value. */
export type HandlerResult =
  | { kind: 'page'; rows: readonly unknown[]; pageNumber: number; total: number }
  | { kind: 'value'; value: unknown };

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

/** Writes an answer in the shape the account is set to. */
export function resultResponse(answer: HandlerResult, settings: SandboxSettings): Response {
  if (answer.kind === 'value') return new Response(JSON.stringify(answer.value), { headers: jsonHeaders });
  const { rows, pageNumber, total } = answer;
  const body = settings.shape === 'array' ? rows : { page_number: pageNumber, total, data: rows };
  const headers = settings.totals ? { ...jsonHeaders, 'x-pw-total': String(total) } : jsonHeaders;
  return new Response(JSON.stringify(body), { headers });
}

/** Writes an error in the shape the account is set to. */
export function errorResponse(refusal: SandboxError, settings: SandboxSettings): Response {
  return new Response(JSON.stringify(errorBody(refusal, settings)), {
    status: refusal.status,
    headers: jsonHeaders,
  });
}

function errorBody(refusal: SandboxError, settings: SandboxSettings): unknown {
  const { status, message } = refusal;
  if (settings.errors === 'contract') {
    return { error: { code: contractCodes[status] ?? 'INTERNAL_ERROR', message } };
  }
  if (refusal.unrouted || (status === 404 && settings.notFound === 'bare')) return { error: 'not_found' };
  return { success: false, status, message };
}

/** A page of the front end or the web app, not of the API. */
export function htmlResponse(status: number, title: string): Response {
  const body = `<!DOCTYPE html><html lang=en><title>${title}</title><p><b>${status}.</b> ${title}</html>\n`;
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
}
