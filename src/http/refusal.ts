/** What a request is turned away with, besides its sentence. */
export interface RefusalOptions {
  /** What the log calls it, where that is more than the client may read. */
  readonly reason?: string;
  /** The caller's name, where it is known although the request is refused. */
  readonly caller?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is turned away: `message` is for the client, `code` for programs and the log. Neither holds a secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly reason: string;
  readonly caller: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, options: RefusalOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = options.reason ?? code;
    this.caller = options.caller;
    this.headers = options.headers ?? {};
  }

  /** As the client gets it. */
  response(): Response {
    const body = { error: this.code, error_description: this.message };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}
