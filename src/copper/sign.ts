import { ToolError } from '../tool/tool-error.ts';

/** An API key with its owner's e-mail address, or a bearer token. */
export type Credentials =
  | { readonly kind: 'key'; readonly key: string; readonly email: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Headers can contain visible ASCII only; an error of `fetch` would quote the secret in its message. */
function headerValue(what: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ToolError(
    'not_configured',
    `${what} is empty or contains a space, a line break or a non-ASCII character. Ask the user to correct it.`,
  );
}

/**
 * The headers of every request.
 *
 * A key is sent as three X-PW headers, of which `X-PW-Application` is a constant: developer.copper.com/introduction/authentication.html.
 * An OAuth token is sent as `Authorization: Bearer`, without them: developer.copper.com/introduction/oauth/quickstart.html.
 *
 * @throws ToolError `not_configured` for a value that a header cannot contain.
 */
export function signHeaders(credentials: Credentials, version: string): Record<string, string> {
  const common = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': `copper-mcp/${version}`,
  };
  if (credentials.kind === 'bearer') {
    return { ...common, Authorization: `Bearer ${headerValue('The access token', credentials.token)}` };
  }
  return {
    ...common,
    'X-PW-AccessToken': headerValue('COPPER_API_KEY', credentials.key),
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': headerValue('COPPER_USER_EMAIL', credentials.email),
  };
}
