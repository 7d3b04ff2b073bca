/** Pixels of one character and one line, and the room around the text. */
const cell = { width: 7.8, height: 18 };
const margin = { x: 18, top: 44, bottom: 18 };

/** Colours by what the terminal calls them, for light and dark pages. */
const palette = {
  back: ['#ffffff', '#0d1117'],
  edge: ['#d0d7de', '#30363d'],
  text: ['#1f2328', '#e6edf3'],
  dim: ['#6e7781', '#8b949e'],
  green: ['#1a7f37', '#3fb950'],
  cyan: ['#0550ae', '#79c0ff'],
  red: ['#cf222e', '#ff7b72'],
} as const;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

const styles: Readonly<Record<string, string>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 36: 'cyan' };

/** What begins each escape sequence. */
const escapeSign = String.fromCharCode(27);

/** One line of terminal output as pieces of text with the style that its escape sequences give them. */
function pieces(line: string): { text: string; style: string | undefined }[] {
  const [start = '', ...rest] = line.split(escapeSign);
  const styled = rest.map((part) => {
    const [code = '', number = ''] = /^\[(\d+)m/.exec(part) ?? [];
    return { text: part.slice(code.length), style: styles[number] };
  });
  return [{ text: start, style: undefined }, ...styled].filter(({ text }) => text !== '');
}

function textOf(line: string, row: number): string {
  let column = 0;
  const y = margin.top + row * cell.height;
  return pieces(line)
    .map(({ text, style }) => {
      const x = (margin.x + column * cell.width).toFixed(1);
      const length = [...text].length;
      column += length;
      if (text.trim() === '') return '';
      // The length is told, so that columns stand under each other in whatever font the reader has.
      const wide = `textLength="${(length * cell.width).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
      const kind = style === undefined ? '' : ` class="${style}"`;
      return `<text x="${x}" y="${y}" ${wide}${kind}>${escaped(text)}</text>`;
    })
    .join('');
}

const rules = (at: 0 | 1) =>
  [
    `.back{fill:${palette.back[at]};stroke:${palette.edge[at]}}`,
    `.dot{fill:${palette.edge[at]}}`,
    `text{fill:${palette.text[at]}}`,
    ...(['dim', 'green', 'cyan', 'red'] as const).map((name) => `.${name}{fill:${palette[name][at]}}`),
  ].join('');

/**
 * Terminal output, with its colours as escape sequences, as an SVG that follows the reader's light or dark page.
 *
 * @param title what a screen reader says of the picture
 */
export function terminalSvg(lines: readonly string[], title: string): string {
  const plain = lines.map((line) => pieces(line).reduce((sum, { text }) => sum + [...text].length, 0));
  const width = Math.ceil(Math.max(...plain) * cell.width + 2 * margin.x);
  const height = margin.top + (lines.length - 1) * cell.height + margin.bottom;
  const dots = [0, 1, 2].map((at) => `<circle class="dot" cx="${20 + at * 16}" cy="18" r="5"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}.bold{font-weight:700}${rules(0)}@media(prefers-color-scheme:dark){${rules(1)}}</style>
<rect class="back" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>${dots}
${lines.map(textOf).filter(Boolean).join('\n')}
</svg>
`;
}
