/** A request the account answers with an error status. */
export class SandboxError extends Error {
  readonly status: number;
  /** A 404 of the router rather than of a record. */
  readonly unrouted: boolean;

  constructor(status: number, message: string, unrouted = false) {
    super(message);
    this.status = status;
    this.unrouted = unrouted;
  }
}

/** A 422 in Copper's words, one problem a line. */
export function validationError(...problems: string[]): SandboxError {
  return new SandboxError(422, `Invalid input: Validation errors: ${problems.join('\n')}`);
}

export function notFoundError(): SandboxError {
  return new SandboxError(404, 'Resource not found');
}

/** `company_ids` → `Company Ids`, as validation messages name a parameter. */
export function parameterLabel(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
