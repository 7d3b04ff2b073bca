/**
 * The one seam to the world: something that takes a web request and gives its response.
 *
 * The live fetch is a `Send`, the sandbox is a `Send`, and pace, retry and guard wrap a `Send` into another one.
 * Rejects as `fetch` does: a `TypeError` for a broken connection, the signal's reason when aborted.
 */
export type FetchCopper = (request: Request) => Promise<Response>;
