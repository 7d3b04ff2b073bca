import type { SandboxSettings } from './options.ts';
import type { RateDecision } from './rate-window.ts';
import { SandboxError } from './refusal.ts';
import { errorResponse } from './reply.ts';

/** A 429 that says, unless switched off, in how many whole seconds a slot is free; `free` is in milliseconds. */
export function rateLimitReply(free: number, settings: SandboxSettings): Response {
  const response = errorResponse(new SandboxError(429, 'Too many requests'), settings);
  const seconds = Math.max(1, Math.ceil((free - settings.now()) / 1000));
  if (settings.retryAfter) response.headers.set('retry-after', String(seconds));
  return response;
}

/** Adds the three headers the contract promises and no recording shows. */
export function withRateHeaders(response: Response, turn: RateDecision, settings: SandboxSettings): Response {
  if (!settings.rateHeaders) return response;
  response.headers.set('x-ratelimit-limit', String(settings.limit));
  response.headers.set('x-ratelimit-remaining', String(turn.remaining));
  response.headers.set('x-ratelimit-reset', String(Math.ceil(turn.resets / 1000)));
  return response;
}
