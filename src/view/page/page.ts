import type { McpUiHostContext } from '@modelcontextprotocol/ext-apps';
import { type ViewData, type ViewTable, viewKey } from '../../tool/view-data.ts';
import { picturesOf } from '../picture.ts';
import { picture, record, shownRows } from './content.ts';
import { notes, toolbar } from './controls.ts';
import { element, foreign } from './elements.ts';
import { createFormat } from './format.ts';
import { connectHost } from './host.ts';
import { isFull, show, status, view } from './state.ts';
import { chosenRows } from './table.ts';

/** The highest that the page is inside a conversation, in pixels. */
const inlineHeight = 500;

const main = element('main');
document.body.append(main);

/** Everything, with so many rows, bars or fields at once. */
function parts(answer: ViewData, table: ViewTable, width: number, size: number): HTMLElement[] {
  const pictures = picturesOf(table);
  const chosen = chosenRows(table, view.search, view.order, view.format);
  const left =
    table.left === undefined
      ? []
      : [element('p', { class: 'gap' }, `${table.left} more rows are only in the text of the answer.`)];
  const drawing = view.drawn ? pictures[view.picture] : undefined;
  const isOne = table.form === 'one' && table.rows.length > 0 && drawing === undefined;
  const opened = isOne ? 0 : view.opened;
  const content =
    opened !== undefined
      ? record(table, opened, size)
      : drawing === undefined
        ? shownRows(table, chosen, width, size)
        : picture(drawing, width, size);
  return [
    element('h1', {}, foreign(table.head)),
    toolbar(answer, table, pictures, chosen),
    ...content,
    ...left,
    ...notes(answer, table),
    status,
  ];
}

/** Draws anew; in a conversation with fewer rows at once until it is low enough, so that nothing scrolls inside. */
function render(): void {
  const { data, plain, context } = view;
  const focused = view.focus ?? document.activeElement?.id;
  view.focus = undefined;
  const table = data?.tables[view.table];
  if (data === undefined || table === undefined) {
    main.replaceChildren(element('p', { class: 'plain' }, foreign(plain)), status);
  } else {
    const width = main.clientWidth - 24;
    const { containerDimensions: box } = context;
    const most = Math.min(
      inlineHeight,
      (box && ('height' in box ? box.height : box.maxHeight)) ?? inlineHeight,
    );
    let size = isFull() ? 50 : 14;
    do main.replaceChildren(...parts(data, table, width, size));
    while (!isFull() && document.documentElement.offsetHeight > most && --size > 0);
  }
  if (!focused) return;
  const again = document.getElementById(focused);
  again?.focus();
  if (again instanceof HTMLInputElement) again.setSelectionRange(again.value.length, again.value.length);
}

/** Takes the look of the host. */
function dress({ theme, styles, locale }: McpUiHostContext): void {
  const root = document.documentElement;
  if (theme !== undefined) root.style.colorScheme = theme;
  for (const [name, value] of Object.entries(styles?.variables ?? {}))
    if (name.startsWith('--') && value !== undefined) root.style.setProperty(name, value);
  const fonts = styles?.css?.fonts;
  if (fonts !== undefined && document.getElementById('fonts') === null)
    document.head.append(element('style', { id: 'fonts' }, fonts));
  view.format = createFormat(locale);
}

/** What a result has for the view; without it, the text that the model got. */
function take(result: unknown): void {
  const { _meta: meta, content } = result as {
    _meta?: { [viewKey]?: ViewData };
    content?: readonly { text?: string }[];
  };
  view.data = meta?.[viewKey];
  view.plain = (content ?? []).map(({ text = '' }) => text).join('\n');
  show({ table: 0 });
}

view.render = render;
const embedded = document.getElementById('data')?.textContent;
if (embedded) {
  view.data = JSON.parse(embedded);
  render();
} else {
  view.host = connectHost({
    onContext(now, can) {
      [view.context, view.capabilities] = [now, can];
      dress(now);
      render();
    },
    onResult: take,
    onCancelled() {
      view.plain = 'The call was cancelled.';
      render();
    },
  });
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(document.documentElement.offsetHeight);
    if (now !== height) view.host?.resized(now);
    height = now;
  }).observe(document.documentElement);
  render();
}
let width = main.clientWidth;
addEventListener('resize', () => {
  if (main.clientWidth !== width) render();
  width = main.clientWidth;
});
