/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** True for the one that stands out. */
  readonly ours?: boolean;
}

const row = 44;
const width = 720;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const rules = (text: string, dim: string, bar: string, ours: string) =>
  `text{fill:${text}}.dim{fill:${dim}}.bar{fill:${bar}}.ours{fill:${ours}}`;

/** Horizontal bars with their values, for light and dark pages; `unit` stands behind each value. */
export function chartSvg(title: string, bars: readonly Bar[], unit: string): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const room = width - 150;
  const lines = bars.map(({ label, value, ours }, at) => {
    const y = 44 + at * row;
    const length = Math.max((value / most) * room, 2).toFixed(1);
    const said = `${value.toLocaleString('en-US')} ${unit}`;
    return `<text x="16" y="${y + 12}" class="dim">${escaped(label)}</text><rect x="16" y="${y + 18}" width="${length}" height="14" rx="3" class="${ours ? 'ours' : 'bar'}"/><text x="${(24 + Number(length)).toFixed(1)}" y="${y + 30}">${said}</text>`;
  });
  const height = 56 + bars.length * row;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:13px system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif}.title{font-weight:600;font-size:15px}${rules('#1f2328', '#59636e', '#afb8c1', '#0969da')}@media(prefers-color-scheme:dark){${rules('#e6edf3', '#9198a1', '#484f58', '#4493f8')}}</style>
<text x="16" y="26" class="title">${escaped(title)}</text>
${lines.join('\n')}
</svg>
`;
}
