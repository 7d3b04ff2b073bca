import type { ViewTable } from '../../tool/view-data.ts';
import { element } from './elements.ts';
import { csvOf } from './format.ts';
import { say, view } from './state.ts';

/** Saves the rows as a file: the view.host does it, or the browser where there is no view.host. */
export async function save(table: ViewTable, rows: readonly number[]): Promise<void> {
  const text = csvOf(
    table,
    rows.map((at) => table.rows[at] ?? []),
  );
  const name = `${table.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 50) || 'copper'}.csv`;
  if (view.host === undefined) {
    const link = element('a', {
      href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })),
      download: name,
    });
    link.click();
    URL.revokeObjectURL(link.href);
    return;
  }
  const resource = { uri: `file:///${encodeURIComponent(name)}`, mimeType: 'text/csv', text };
  const done = await view.host.request('ui/download-file', { contents: [{ type: 'resource', resource }] });
  say(done ? `${name} saved.` : 'The file was not saved.');
}

/** Asks the model about a row: by its id, since words of others must not become words of the user; a group has no id, and is quoted. */
export async function ask(table: ViewTable, at: number): Promise<void> {
  const row = table.rows[at] ?? [];
  const id = table.columns.findIndex(({ name }) => name === 'id');
  const label = view.format
    .cell(table, row, 0)
    .replace(/["\p{C}\s]+/gu, ' ')
    .slice(0, 80);
  const which = id < 0 ? `row "${label}"` : `row with id ${row[id]}`;
  const text = `Tell me more about the ${which} of the Copper answer "${table.title}".`;
  const done = await view.host?.request('ui/message', { role: 'user', content: [{ type: 'text', text }] });
  say(done === true ? 'Asked.' : 'The question was not sent.');
}

async function openLink(url: string): Promise<void> {
  if ((await view.host?.request('ui/open-link', { url })) !== true) say('The link was not opened.');
}

/** A link to a record: the host opens it, or the browser where there is no host. */
export function linkTo(url: string): HTMLElement {
  const made = element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, 'Open in Copper');
  if (view.host !== undefined)
    made.addEventListener('click', (event) => {
      event.preventDefault();
      void openLink(url);
    });
  return made;
}
