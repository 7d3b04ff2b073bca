/** Details of an error response. */
interface HttpErrorOptions {
  /** The reason for the log and the metrics, if it says more than the client may know; default: the code. */
  readonly reason?: string;
  /** The caller's name, if it is known although the request is refused. */
  readonly caller?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log. */
  readonly cause?: unknown;
  /** What a person in a browser gets in place of JSON. */
  readonly page?: Response;
}

/** A request that is refused: `message` is for the client, `code` for programs and the log. Neither holds a secret. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: string;
  readonly reason: string;
  readonly caller: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly #page: Response | undefined;

  constructor(status: number, code: string, message: string, options: HttpErrorOptions = {}) {
    const { reason = code, caller, headers = {}, cause, page } = options;
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.caller = caller;
    this.headers = headers;
    this.#page = page;
  }

  /** The response that the client gets. */
  response(): Response {
    if (this.#page !== undefined) return this.#page;
    const body = { error: this.code, error_description: this.message };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}

/** The refusal of a method that a path does not have; `allowed` are those it has (RFC 9110, 15.5.6). */
export function methodNotAllowed(method: string, allowed: readonly string[]): HttpError {
  const allow = allowed.join(', ');
  const message = `${method} is not possible here; use ${allow}.`;
  return new HttpError(405, 'method_not_allowed', message, { headers: { Allow: allow } });
}
