import { type Picture, scaleOf } from '../picture.ts';
import { drawn, element, foreign } from './elements.ts';
import type { Format } from './format.ts';

/** The number of colours that series have, one after the other. */
const colours = 8;

const colourOf = (at: number) => `s${at % colours}`;

/** Which colour is which series; nothing for one that needs no name. */
export function legend({ series, kind }: Picture): HTMLElement[] {
  if (series.length < 2) return [];
  const items = series.map(({ name }, at) =>
    element('li', {}, element('i', { class: colourOf(at) }), foreign(name)),
  );
  const note = kind === 'apart' ? [element('li', { class: 'dim' }, 'each has a scale of its own')] : [];
  return [element('ul', { class: 'legend' }, ...items, ...note)];
}

/** A bar from 0 to a number; what is not there has none. */
function bar(
  value: number | null,
  { min, max }: ReturnType<typeof scaleOf>,
  colour: string,
  centred = false,
) {
  const made = element('i', { class: colour });
  const share = (Math.abs(value ?? 0) / (max - min)) * 100;
  const start = (Math.min(value ?? 0, 0) - min) / (max - min);
  made.style.width = `${share}%`;
  // Little is more than nothing.
  if (value) made.style.minWidth = '2px';
  made.style.marginInlineStart = `${centred ? (100 - share) / 2 : start * 100}%`;
  return made;
}

const missing = '–';

/** The bars of one label. */
function barsOf(picture: Picture, at: number, format: Format): HTMLElement[] {
  const { kind, series, unit } = picture;
  const valueAt = (of: number) => series[of]?.values[at] ?? null;
  const number = (value: number | null, of = unit) => (value === null ? missing : format.number(value, of));
  const line = (bars: readonly HTMLElement[], text: string) =>
    element('div', { class: 'bar' }, element('span', {}, ...bars), element('b', {}, text));
  if (kind === 'stacked') {
    const sumAt = (label: number) => series.reduce((sum, { values }) => sum + (values[label] ?? 0), 0);
    const scale = scaleOf(picture.labels.map((_, label) => sumAt(label)));
    const parts = series.flatMap(({ name }, of) => {
      const value = valueAt(of);
      if (value === null || value === 0) return [];
      const part = bar(value, scale, colourOf(of));
      part.style.marginInlineStart = '0';
      part.title = `${name}: ${number(value)}`;
      return [part];
    });
    return [line(parts, number(sumAt(at)))];
  }
  const common = scaleOf(series.flatMap(({ values }) => values));
  const there = [...series.keys()].filter((of) => valueAt(of) !== null);
  // Where others of this label have a number, one that is not there says nothing.
  return (there.length === 0 ? [0] : there).map((of) => {
    const { name = '', values = [] } = series[of] ?? {};
    const scale = kind === 'apart' ? scaleOf(values) : common;
    const made = bar(valueAt(of), scale, colourOf(of), kind === 'funnel');
    return line([made], number(valueAt(of), kind === 'apart' ? name : unit));
  });
}

/** What a reader of the screen hears of a label: `Open 57, Won 32`. */
const spoken = ({ series, unit }: Picture, at: number, format: Format) =>
  series
    .flatMap(({ name, values }) => {
      const value = values[at];
      return typeof value === 'number' ? [`${name} ${format.number(value, unit)}`.trim()] : [];
    })
    .join(', ') || missing;

/** Bars of the labels from one position up to another. */
export function bars(picture: Picture, from: number, to: number, format: Format): HTMLElement {
  const rows = picture.labels
    .slice(from, to)
    .map((label, at) =>
      element(
        'li',
        {},
        element('span', { class: 'label', title: label }, foreign(label)),
        element('div', {}, ...barsOf(picture, from + at, format)),
        ...(picture.kind === 'stacked'
          ? [element('span', { class: 'spoken' }, spoken(picture, from + at, format))]
          : []),
      ),
    );
  return element('ul', { class: `bars ${picture.kind}` }, ...rows);
}

/** Steps of an axis that people can read: 1, 2 or 5 of some power of ten. */
function ticks(min: number, max: number): number[] {
  const rough = (max - min) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(min / step);
  return Array.from({ length: Math.floor(max / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** A line through the numbers of a series, broken where there is none; a point for each that stands alone. */
function lineOf(
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
  colour: string,
) {
  let path = '';
  const points: SVGElement[] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const isFirst = (values[at - 1] ?? null) === null;
    path += `${isFirst ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    if (values.length <= 40 || (isFirst && (values[at + 1] ?? null) === null))
      points.push(drawn('circle', { cx: x(at), cy: y(value), r: 3, class: `${colour} point` }));
  }
  return [drawn('path', { d: path, class: `${colour} line` }), ...points];
}

/**
 * Lines over time.
 *
 * @param width of the drawing, in pixels
 * @param onPoint gets what a pointer is at: `2026-11: 135 USD`
 */
export function lines(
  picture: Picture,
  width: number,
  height: number,
  format: Format,
  onPoint: (text: string) => void,
): SVGElement {
  const { labels, series, measure, unit } = picture;
  const { min, max } = scaleOf(series.flatMap(({ values }) => values));
  const steps = ticks(min, max);
  const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
  const left = 10 + 7 * Math.max(...steps.map((step) => compact.format(step).length));
  const [top, bottom, right] = [8, 24, 14];
  const x = (at: number) => left + (at * (width - left - right)) / Math.max(labels.length - 1, 1);
  const y = (value: number) => top + ((max - value) * (height - top - bottom)) / (max - min);
  const wide = Math.max(...labels.map(({ length }) => length)) * 7 + 14;
  const every = Math.max(1, Math.ceil((labels.length * wide) / (width - left)));
  const grid = steps.flatMap((step) => [
    drawn('line', {
      x1: left,
      x2: width - right,
      y1: y(step),
      y2: y(step),
      class: step === 0 ? 'zero' : 'grid',
    }),
    drawn('text', { x: left - 6, y: y(step) + 4, 'text-anchor': 'end' }, compact.format(step)),
  ]);
  const names = labels.flatMap((label, at) => {
    if (at % every !== 0) return [];
    const anchor = at === 0 ? 'start' : at > labels.length - 1 - every / 2 ? 'end' : 'middle';
    return [drawn('text', { x: x(at), y: height - 6, 'text-anchor': anchor }, label)];
  });
  const list = labels.map((label, at) => `${label} ${spoken(picture, at, format)}`).join('; ');
  const made = drawn(
    'svg',
    {
      class: 'lines',
      width,
      height,
      role: 'img',
      'aria-label': `${measure}${unit && ` in ${unit}`}: ${list}`,
    },
    ...grid,
    ...names,
    ...series.flatMap(({ values }, at) => lineOf(values, x, y, colourOf(at))),
  );
  made.addEventListener('pointermove', (event) => {
    if (!(event instanceof PointerEvent)) return;
    const share = (event.clientX - made.getBoundingClientRect().left - left) / (width - left - right);
    const at = Math.min(labels.length - 1, Math.max(0, Math.round(share * (labels.length - 1))));
    onPoint(`${labels[at]}: ${spoken(picture, at, format)}`);
  });
  return made;
}
