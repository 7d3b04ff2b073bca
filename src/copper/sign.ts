import { ToolError } from '../tool/tool-error.ts';

/** What proves who asks: an API key with its owner's e-mail, or a bearer token. */
export type Credentials =
  | { readonly kind: 'key'; readonly key: string; readonly email: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Headers can carry visible ASCII only; a refusal by `fetch` would quote the secret in its message. */
function sendable(what: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ToolError(
    'not_configured',
    `${what} is empty or holds a blank, a line break or a letter that cannot be sent. Ask the user to correct it.`,
  );
}

/**
 * The headers of every request.
 *
 * A key goes out as three X-PW headers, `X-PW-Application` being a constant: developer.copper.com/introduction/authentication.html.
 * An OAuth token goes out as `Authorization: Bearer` and without them: developer.copper.com/introduction/oauth/quickstart.html.
 *
 * @throws ToolError `not_configured` for a value that no header can carry.
 */
export function signHeaders(credentials: Credentials, version: string): Record<string, string> {
  const common = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': `copper-mcp/${version}`,
  };
  if (credentials.kind === 'bearer') {
    return { ...common, Authorization: `Bearer ${sendable('The access token', credentials.token)}` };
  }
  return {
    ...common,
    'X-PW-AccessToken': sendable('COPPER_API_KEY', credentials.key),
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': sendable('COPPER_USER_EMAIL', credentials.email),
  };
}
