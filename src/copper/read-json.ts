import type { JsonValue } from '../tool/json.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type ReadOptions, readBody } from './read-body.ts';

/** A failed reply says little; what goes beyond this is no message. */
const failureBytes = 200_000;

function isPage(response: Response, text: string): boolean {
  return /\bhtml\b/i.test(response.headers.get('content-type') ?? '') || text.trimStart().startsWith('<');
}

/**
 * The JSON of a good reply. Below a wrong base path Copper's host answers 200 with the web app's HTML, so that is looked for.
 *
 * @throws ToolError `unavailable` for HTML, broken JSON and all that `readBody` throws.
 */
export async function readJson(response: Response, options: ReadOptions): Promise<JsonValue> {
  const text = await readBody(response, options);
  if (isPage(response, text)) {
    throw new ToolError(
      'unavailable',
      'Copper answered with a web page instead of data. Try again later; if it happens again, ask the user to check COPPER_API_BASE_URL.',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which must not travel on.
    throw new ToolError('unavailable', 'Copper answered with something that is not JSON. Try again later.');
  }
}

/**
 * The JSON of a failed reply, or undefined where it has none: the status tells enough, so nothing but an abort is thrown.
 */
export async function readFailure(
  response: Response,
  { signal }: ReadOptions,
): Promise<JsonValue | undefined> {
  try {
    return await readJson(response, { signal, maxBytes: failureBytes });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
