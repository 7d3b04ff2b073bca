import type { McpUiHostCapabilities, McpUiHostContext } from '@modelcontextprotocol/ext-apps';
import type { ViewData } from '../../tool/view-data.ts';
import { element } from './elements.ts';
import { createFormat } from './format.ts';
import type { Host } from './host.ts';
import type { Order } from './table.ts';

/** What of the answer is shown, which changes as it is used. */
interface Shown {
  table: number;
  drawn: boolean;
  picture: number;
  search: string;
  order: Order | undefined;
  /** The row that is shown with all of its fields. */
  opened: number | undefined;
  /** The first of the rows, bars or fields that are shown, and of the rows before one was opened. */
  from: number;
  back: number;
  notes: boolean;
  /** The id of what is to have the focus. */
  focus: string | undefined;
}

/** What every part of the page knows. */
interface View extends Shown {
  data: ViewData | undefined;
  /** What is shown where there are no data. */
  plain: string;
  /** Undefined for a page that stands alone. */
  host: Host | undefined;
  context: McpUiHostContext;
  capabilities: McpUiHostCapabilities;
  format: ReturnType<typeof createFormat>;
  render(): void;
}

const atFirst: Omit<Shown, 'table' | 'drawn' | 'notes'> = {
  picture: 0,
  search: '',
  order: undefined,
  opened: undefined,
  from: 0,
  back: 0,
  focus: undefined,
};

/** The one state of the page. */
export const view: View = {
  data: undefined,
  plain: 'Waiting for the answer …',
  host: undefined,
  context: {},
  capabilities: {},
  format: createFormat(undefined),
  render() {},
  table: 0,
  drawn: true,
  notes: false,
  ...atFirst,
};

/** Shows something else: from its beginning, unless told from where. */
export function show(change: Partial<Shown>): void {
  if (change.table !== undefined) Object.assign(view, atFirst);
  Object.assign(view, { from: 0 }, change);
  view.render();
}

/** Where the page says what became of a request. */
export const status = element('p', { role: 'status', class: 'dim' });

/** Says what became of a request. */
export function say(text: string): void {
  status.textContent = text;
}

/** True where the page has room: outside of a conversation. */
export const isFull = () => view.host === undefined || view.context.displayMode === 'fullscreen';
