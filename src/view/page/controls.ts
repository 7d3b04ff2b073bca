import type { ViewData, ViewTable } from '../../tool/view-data.ts';
import type { Picture } from '../picture.ts';
import { save } from './actions.ts';
import { element, foreign } from './elements.ts';
import { isFull, show, view } from './state.ts';

/** A button; its text is its id, by which it keeps the focus when the page is drawn anew. */
export const button = (
  text: string,
  click: () => unknown,
  more: Readonly<Record<string, string | boolean>> = {},
) => element('button', { click: () => void click(), id: text, ...more }, text);

const choice = (label: string, options: readonly string[], chosen: number, choose: (at: number) => void) => {
  const made = element('select', {
    'aria-label': label,
    id: label,
    change: () => choose(made.selectedIndex),
  });
  made.append(...options.map((each, at) => element('option', { selected: at === chosen }, each)));
  return made;
};

/** Goes through what does not fit at once. */
export function pager(count: number, size: number, what: string): HTMLElement[] {
  const { from } = view;
  if (count <= size) return [];
  const to = Math.min(from + size, count);
  return [
    element(
      'nav',
      { 'aria-label': what },
      button('Back', () => from > 0 && show({ from: Math.max(0, from - size) }), {
        'aria-disabled': String(from === 0),
      }),
      element('span', {}, `${from + 1}–${to} of ${count} ${what}`),
      button('Next', () => to < count && show({ from: from + size }), {
        'aria-disabled': String(to >= count),
      }),
    ),
  ];
}

/** What stands above the rows or the picture. */
export function toolbar(
  answer: ViewData,
  table: ViewTable,
  pictures: readonly Picture[],
  chosen: readonly number[],
): HTMLElement {
  const isDrawn = pictures.length > 0 && view.drawn;
  const made = element('div', { class: 'tools' });
  if (answer.tables.length > 1)
    made.append(
      choice(
        'Table',
        answer.tables.map(({ title }) => title),
        view.table,
        (at) => show({ table: at }),
      ),
    );
  if (pictures.length > 0)
    made.append(
      button('Picture', () => show({ drawn: true }), { 'aria-pressed': String(isDrawn) }),
      button('Rows', () => show({ drawn: false }), { 'aria-pressed': String(!isDrawn) }),
    );
  if (isDrawn && pictures.length > 1)
    made.append(
      choice(
        'Measure',
        pictures.map(({ measure }) => measure),
        view.picture,
        (at) => show({ picture: at }),
      ),
    );
  if (!isDrawn && table.rows.length > 1) {
    const search = element('input', {
      type: 'search',
      id: 'search',
      placeholder: 'Search rows',
      'aria-label': 'Search rows',
      value: view.search,
      input: () => show({ search: search.value }),
    });
    made.append(search);
  }
  if (table.rows.length > 0 && (view.host === undefined || view.capabilities.downloadFile !== undefined))
    made.append(
      button('CSV', () => void save(table, chosen), { title: `Save ${chosen.length} rows as CSV` }),
    );
  if (
    view.host !== undefined &&
    view.context.availableDisplayModes?.includes('fullscreen') &&
    !isFull() &&
    table.rows.length > 0
  )
    made.append(
      button('Larger', () => void view.host?.request('ui/request-display-mode', { mode: 'fullscreen' })),
    );
  return made;
}

/** What the answer does not cover, always; what else there is to know of it, once it is opened. */
export function notes({ gaps, notes: others }: ViewData, { read = '' }: ViewTable): HTMLElement[] {
  const isWhole = read === '' || read.startsWith('read all ');
  const said = [...gaps, ...(isWhole ? [] : [read])].map((gap) =>
    element('p', { class: 'gap' }, foreign(gap)),
  );
  const more = [...others, ...(isWhole && read !== '' ? [read] : [])];
  if (more.length === 0) return said;
  const title = element('summary', { id: 'notes' }, `Notes (${more.length})`);
  const made = element(
    'details',
    { open: view.notes },
    title,
    ...more.map((note) => element('p', {}, foreign(note))),
  );
  made.addEventListener('toggle', () => {
    if (made.open !== view.notes) show({ notes: made.open, from: view.from });
  });
  return [...said, made];
}
