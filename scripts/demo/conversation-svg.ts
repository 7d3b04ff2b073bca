import type { ViewData } from '../../src/tool/view-data.ts';
import { picturesOf } from '../../src/view/picture.ts';

/** The question that is answered. */
export const asked = 'How does this quarter stand against 5 million, by owner?';

/** The call that answers it. */
export const forecastCall = {
  tool: 'forecast',
  input: { during: 'this-quarter', by: 'owner', target: 5_000_000 },
} as const;

/** Owners that the picture shows, those with most first. */
const shown = 5;

/** Pixels; letters stay readable on a phone, which shows it 350 wide. */
const [width, left, right] = [420, 24, 396];
const barRoom = 236;

/** Colours for light and dark pages, in which text has at least the contrast of WCAG AA. */
const palette = {
  back: ['#ffffff', '#0d1117'],
  edge: ['#d0d7de', '#30363d'],
  asked: ['#eaeef2', '#262c36'],
  text: ['#1f2328', '#e6edf3'],
  dim: ['#59636e', '#9198a1'],
  won: ['#0b62c4', '#6aa9ff'],
  best: ['#b45309', '#f0a04b'],
} as const;

const rules = (at: 0 | 1) =>
  [
    `.back{fill:${palette.back[at]};stroke:${palette.edge[at]}}`,
    `.asked{fill:${palette.asked[at]}}`,
    `text{fill:${palette.text[at]}}`,
    `.dim{fill:${palette.dim[at]}}`,
    `.won{fill:${palette.won[at]}}`,
    `.best{fill:${palette.best[at]}}`,
  ].join('');

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const millions = (value: number) => `${(value / 1e6).toFixed(2)} million`;
const thousands = (value: number) => `${Math.round(value / 1e3).toLocaleString('en-US')}k`;

/** The numbers that the picture shows: those of the total, and of each owner. @throws Error if the answer has other columns */
function numbersOf({ tables: [table] }: ViewData) {
  const [total] = table?.totals ?? [];
  const [picture] = table === undefined ? [] : picturesOf(table);
  const series = (name: string) => picture?.series.find((one) => one.name === name)?.values;
  const [won, best] = [series('won'), series('best_case')];
  const sum = (name: string) => {
    const value = total?.[table?.columns.findIndex((one) => one.name === name) ?? -1];
    if (typeof value !== 'number') throw new Error(`the total has no ${name}`);
    return value;
  };
  if (picture === undefined || won === undefined || best === undefined) throw new Error('no picture');
  return {
    sum,
    unit: picture.unit,
    count: picture.labels.length,
    owners: picture.labels
      .slice(0, shown)
      .map((name, at) => ({ name, won: won[at] ?? 0, best: best[at] ?? 0 })),
  };
}

/** A conversation as an SVG that follows the reader's light or dark page: the question, and what its answer says and draws. */
export function conversationSvg(answer: ViewData): string {
  const { sum, unit, count, owners } = numbersOf(answer);
  const share = Math.round((100 * sum('won')) / sum('target'));
  const said = [
    `Won so far: ${millions(sum('won'))} ${unit}, ${share} % of the target.`,
    `The gap is ${millions(sum('gap'))}; open deals that close`,
    `this quarter are worth ${millions(sum('open'))}.`,
  ];
  const text = (x: number, y: number, line: string, more = '') =>
    `<text x="${x}" y="${y}"${more}>${escaped(line)}</text>`;
  const most = Math.max(...owners.flatMap(({ won, best }) => [won, best]));
  const bar = (y: number, value: number, kind: 'won' | 'best') => {
    const length = Math.max(2, (value / most) * barRoom);
    return `<rect class="${kind}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="12" rx="2"/>${text(left + barRoom + 8, y + 11, `${thousands(value)} ${unit}`, ' class="number"')}`;
  };
  const first = 224;
  const rows = owners.flatMap(({ name, won, best }, at) => {
    const y = first + at * 56;
    return [text(left, y, name), bar(y + 7, won, 'won'), bar(y + 23, best, 'best')];
  });
  const height = first + owners.length * 56 + 16;
  const title = `${asked} ${said.join(' ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:15px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}.number{font-size:14px}${rules(0)}@media(prefers-color-scheme:dark){${rules(1)}}</style>
<rect class="back" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<rect class="asked" x="84" y="16" width="${right - 84}" height="58" rx="14"/>
${text(100, 40, 'How does this quarter stand')}
${text(100, 62, 'against 5 million, by owner?')}
${said.map((line, at) => text(left, 108 + at * 23, line)).join('\n')}
<rect class="won" x="${left}" y="177" width="12" height="12" rx="2"/>${text(left + 18, 188, 'won')}
<rect class="best" x="84" y="177" width="12" height="12" rx="2"/>${text(102, 188, 'best case')}
${text(right, 188, `${owners.length} of ${count} owners`, ' class="dim" text-anchor="end"')}
${rows.join('\n')}
</svg>
`;
}
