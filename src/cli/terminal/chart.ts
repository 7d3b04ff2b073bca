import { stripVTControlCharacters } from 'node:util';
import type { ViewData, ViewTable } from '../../tool/view-data.ts';
import { type Picture, picturesOf, scaleOf } from '../../view/picture.ts';
import { paint, type Shell } from '../shell.ts';
import { cellsOf, padCells } from './cells.ts';
import { hangingIndent } from './layout.ts';

type Screen = Pick<Shell, 'colors' | 'columns'>;

/** What series are drawn with: they differ without colours, too. */
const fills = ['█', '▓', '▒', '░', '▚', '▞', '▄', '▀'];
const colours = ['cyan', 'yellow', 'green', 'red'] as const;

const fillOf = (at: number) => fills[at % fills.length] ?? '█';
const painted = (screen: Screen, at: number, text: string) =>
  text === '' ? '' : paint(screen, colours[at % colours.length] ?? 'cyan', text);

/** The last cell of a bar, in eighths. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const number = (value: number | null, unit: string) =>
  value === null ? '–' : `${numbers.format(value)}${unit && ` ${unit}`}`;

/** A bar from 0 to a number, in so many cells; one that is little is still seen. */
function bar(
  value: number | null,
  { min, max }: ReturnType<typeof scaleOf>,
  cells: number,
  fill: string,
): string {
  if (value === null || value === 0) return '';
  const zero = Math.round((-min / (max - min)) * cells);
  const length = (Math.abs(value) / (max - min)) * cells;
  const whole = Math.max(1, Math.round(length));
  if (value < 0) return ' '.repeat(Math.max(0, zero - whole)) + fill.repeat(whole);
  const start = ' '.repeat(zero);
  if (fill !== '█') return start + fill.repeat(whole);
  const rest = eighths[Math.floor((length % 1) * 8)] ?? '';
  return start + (fill.repeat(Math.floor(length)) + rest || '▏');
}

/** One line of a chart: a bar, and what stands behind it. */
interface ChartLine {
  readonly label: string;
  readonly bar: (cells: number) => string;
  readonly number: string;
}

/** The series of each label behind each other in one bar, rounded so that the whole is as long as their sum. */
function stackedLine(
  { series, unit }: Picture,
  at: number,
  most: number,
  label: string,
  screen: Screen,
): ChartLine {
  const values = series.map(({ values }) => values[at] ?? 0);
  const sum = values.reduce((all, one) => all + one, 0);
  return {
    label,
    number: number(sum, unit),
    bar(cells) {
      let [before, drawn] = [0, 0];
      return values
        .map((value, of) => {
          before += value;
          const length = Math.round((before / most) * cells) - drawn;
          drawn += length;
          return painted(screen, of, fillOf(of).repeat(length));
        })
        .join('');
    },
  };
}

function linesOf(picture: Picture, screen: Screen): ChartLine[] {
  const { kind, labels, series, unit } = picture;
  const isSingle = series.length === 1;
  const sums = labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const common = scaleOf(series.flatMap(({ values }) => values));
  return labels.flatMap((label, at) => {
    if (kind === 'stacked') return [stackedLine(picture, at, scaleOf(sums).max, label, screen)];
    const found = series.map(({ name, values }, of) => ({ name, value: values[at] ?? null, of, values }));
    const there = found.filter(({ value }) => value !== null);
    // A label without any number is there, too.
    const shown = there.length === 0 ? found.slice(0, 1).map((one) => ({ ...one, name: '' })) : there;
    return shown.map(({ name, value, of, values }, position): ChartLine => {
      const scale = kind === 'apart' ? scaleOf(values) : common;
      const said =
        isSingle || kind === 'apart'
          ? number(value, isSingle ? unit : name)
          : `${number(value, unit)} ${name}`;
      return {
        label: position === 0 ? label : '',
        number: said,
        bar(cells) {
          const drawn = bar(value, scale, cells, fillOf(of));
          const start = kind === 'funnel' ? ' '.repeat(Math.floor((cells - cellsOf(drawn)) / 2)) : '';
          return start + painted(screen, of, drawn);
        },
      };
    });
  });
}

/** One picture, as wide as the terminal. */
function drawPicture(picture: Picture, screen: Screen): string[] {
  const { kind, measure, unit, series, left } = picture;
  const lines = linesOf(picture, screen);
  const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, cellsOf(text)), 0);
  const numberCells = widest(lines.map((line) => line.number));
  const labelCells = Math.min(widest(lines.map(({ label }) => label)), Math.floor(screen.columns * 0.35));
  const barCells = Math.max(8, screen.columns - labelCells - numberCells - 2);
  const names = series.map(({ name }, at) => `${painted(screen, at, fillOf(at))} ${name}`).join('  ');
  const scales = kind === 'apart' ? '  (each has a scale of its own)' : '';
  return [
    paint(screen, 'bold', `${measure}${unit && ` in ${unit}`}`),
    ...(series.length > 1 ? [names + scales] : []),
    ...lines.map(({ label, number: said, bar: draw }) => {
      const drawn = draw(barCells);
      const visible = cellsOf(stripVTControlCharacters(drawn));
      const space = ' '.repeat(Math.max(0, barCells - visible) + 1 + numberCells - cellsOf(said));
      return `${padCells(label, labelCells)} ${drawn}${space}${said}`;
    }),
    ...(left.length > 0 ? [`not drawn: ${left.join('; ')}`] : []),
  ];
}

/**
 * The pictures of an answer as lines for a terminal, with what is not in them, and all of its notes.
 *
 * @returns undefined if nothing in it can be drawn
 */
export function drawCharts({ tables, gaps, notes }: ViewData, screen: Screen): string[] | undefined {
  const drawn = tables.flatMap((table: ViewTable) => {
    const pictures = picturesOf(table);
    if (pictures.length === 0) return [];
    const blocks = pictures.flatMap((picture) => ['', ...drawPicture(picture, screen)]);
    return [`${table.head}${table.read === undefined ? '' : `; ${table.read}`}`, ...blocks, ''];
  });
  if (drawn.length === 0) return undefined;
  const others = tables.flatMap((table) => (picturesOf(table).length === 0 ? [table.head] : []));
  const said = [
    ...(others.length === 0 ? [] : [`not drawn: ${others.join('; ')}`]),
    ...[...gaps, ...notes].map((note) => `note: ${note}`),
  ];
  return [...drawn, ...said.flatMap((note) => hangingIndent('', note, screen.columns))];
}
