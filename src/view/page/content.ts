import type { ViewTable } from '../../tool/view-data.ts';
import type { Picture } from '../picture.ts';
import { ask, linkTo } from './actions.ts';
import { bars, legend, lines } from './charts.ts';
import { button, pager } from './controls.ts';
import { element, foreign } from './elements.ts';
import { isFull, show, view } from './state.ts';
import { fieldList, rowsTable } from './table.ts';

/** One row with all of its fields. */
export function record(table: ViewTable, at: number, size: number): HTMLElement[] {
  const { count, list } = fieldList(table, table.rows[at] ?? [], view.from, view.from + size, view.format);
  const link = table.links?.[at];
  const canAsk = view.host !== undefined && view.capabilities.message !== undefined;
  const isOne = table.form === 'one';
  const actions = [
    ...(isOne
      ? []
      : [button('All rows', () => show({ opened: undefined, from: view.back, focus: `row${at}` }))]),
    ...(link ? [linkTo(link)] : []),
    ...(canAsk ? [button('Ask about this', () => void ask(table, at))] : []),
  ];
  return [element('div', { class: 'tools' }, ...actions), list, ...pager(count, size, 'fields')];
}

/** A picture, and what of the table is not in it. */
export function picture(chosen: Picture, width: number, size: number): HTMLElement[] {
  const { kind, labels, left, unit, measure } = chosen;
  const notDrawn =
    left.length === 0 ? [] : [element('p', { class: 'dim' }, 'Not drawn: ', foreign(left.join(', ')))];
  const title = element('p', { class: 'measure' }, foreign(measure), unit && ` in ${unit}`);
  if (kind !== 'line')
    return [
      title,
      ...legend(chosen),
      bars(chosen, view.from, view.from + size, view.format),
      ...pager(labels.length, size, 'groups'),
      ...notDrawn,
    ];
  const point = element('p', { class: 'dim point' }, '\u00a0');
  const figure = element('figure');
  figure.append(
    lines(chosen, width, isFull() ? 320 : 220, view.format, (text) => point.replaceChildren(text)),
  );
  return [title, ...legend(chosen), figure, point, ...notDrawn];
}

/** The rows that were chosen, some at a time. */
export function shownRows(
  table: ViewTable,
  chosen: readonly number[],
  width: number,
  size: number,
): HTMLElement[] {
  const { order, from } = view;
  if (chosen.length === 0) return table.rows.length === 0 ? [] : [element('p', {}, 'No row has this text.')];
  const page = chosen.slice(from, from + size);
  const totals = from + size >= chosen.length && view.search === '';
  const made = rowsTable(
    table,
    page,
    { order, width, totals, format: view.format },
    {
      onSort: (at) =>
        show({
          order: {
            at,
            descending: order?.at === at ? !order.descending : table.columns[at]?.kind === 'number',
          },
        }),
      onOpen: (opened) => show({ opened, back: from, focus: 'All rows' }),
    },
  );
  return [made, ...pager(chosen.length, size, 'rows')];
}
