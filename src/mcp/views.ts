import type { PublishedTool, ResourceContents, ToolResult } from '../tool/app.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import { viewKey } from '../tool/view-data.ts';

/** The extension MCP Apps, as clients declare it (modelcontextprotocol/ext-apps, specification of 2026-01-26). */
const extension = 'io.modelcontextprotocol/ui';

/** The media type of its pages. */
const mimeType = 'text/html;profile=mcp-app';

/** The address of the view: one page for all answers, which gets the data of each beside its text. */
export const viewUri = 'ui://copper/view.html';

/** True for a client that shows views, by what it says it can do; one that does not list the media types it shows means this one. */
export function showsViews(capabilities: unknown): boolean {
  const extensions = isObject(capabilities) ? capabilities.extensions : undefined;
  const ui = isObject(extensions) ? extensions[extension] : undefined;
  if (!isObject(ui)) return false;
  return ui.mimeTypes === undefined || (Array.isArray(ui.mimeTypes) && ui.mimeTypes.includes(mimeType));
}

/** What a tool with a view says of it; the second key is that of clients from before the specification was stable. */
const toolMeta: JsonObject = { ui: { resourceUri: viewUri }, 'ui/resourceUri': viewUri };

const listsWithViews = new WeakMap<readonly PublishedTool[], readonly PublishedTool[]>();

/**
 * The list of tools for clients that show views; made once for each list.
 *
 * @param hasView true for a tool whose answers have a view, by the name in the list
 */
export function withViews(
  list: readonly PublishedTool[],
  hasView: (name: string) => boolean,
): readonly PublishedTool[] {
  const known = listsWithViews.get(list);
  if (known !== undefined) return known;
  const made = list.map((tool) => (hasView(tool.name) ? { ...tool, _meta: toolMeta } : tool));
  listsWithViews.set(list, made);
  return made;
}

/** What is sent beside a result: the data of its view, which no model reads. */
export const viewMeta = ({ view }: ToolResult): { readonly [viewKey]: object } | undefined =>
  view === undefined ? undefined : { [viewKey]: view };

/** The page of the view. It loads nothing from anywhere, and clients are told so: no origin is allowed. */
export const viewResource = (html: string): ResourceContents => ({
  uri: viewUri,
  mimeType,
  text: html,
  _meta: {
    ui: {
      csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
      prefersBorder: true,
    },
  },
});
