/**
 * Whether text on a stream may have colours.
 *
 * `FORCE_COLOR` counts most, as in Node itself: `0` and `false` say no, anything else yes. Then `NO_COLOR`, if it is not empty
 * (no-color.org), and `TERM=dumb` say no; else a terminal says yes.
 */
export function wantsColors(
  { FORCE_COLOR: force, NO_COLOR: no, TERM: term }: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (force !== undefined) return !/^(0|false)$/i.test(force);
  return isTerminal && !no && term !== 'dumb';
}
