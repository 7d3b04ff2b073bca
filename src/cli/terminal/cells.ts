/** Letters of East Asia and emoji, which take two cells of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const isAscii = (text: string) => /^[ -~]*$/.test(text);

let segmenter: Intl.Segmenter | undefined;

/** The signs of a text as people count them: a letter with its marks is one, and so is a family of emoji. */
function signsOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

const signCells = (sign: string) => (wide.test(sign) ? 2 : [...sign.replace(/[\p{M}\p{Cf}]/gu, '')].length);

/** How many cells of a terminal a text without escape sequences takes: letters of East Asia and emoji take two, marks none. */
export const cellsOf = (text: string): number =>
  isAscii(text) ? text.length : signsOf(text).reduce((sum, sign) => sum + signCells(sign), 0);

/** The text in at most so many cells; one that is cut ends with `…`, and no sign is cut in two. */
export function cutCells(text: string, cells: number): string {
  if (isAscii(text)) return text.length <= cells ? text : `${text.slice(0, Math.max(cells - 1, 0))}…`;
  if (cellsOf(text) <= cells) return text;
  let [kept, used] = ['', 0];
  for (const sign of signsOf(text)) {
    used += signCells(sign);
    if (used > cells - 1) break;
    kept += sign;
  }
  return `${kept}…`;
}

/** The text in exactly so many cells, cut or filled up; `right` puts it at their end. */
export function padCells(text: string, cells: number, right = false): string {
  const cut = cutCells(text, cells);
  const space = ' '.repeat(Math.max(0, cells - cellsOf(cut)));
  return right ? space + cut : cut + space;
}
