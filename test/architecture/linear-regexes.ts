import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { analyse } from 'scslre';
import type { Source } from './source.ts';

/** A regular expression as it is written or assembled. */
export interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

interface Found {
  readonly literals: readonly Pattern[];
  /** True where the file makes regular expressions out of texts. */
  readonly assembles: boolean;
}

/** The regular expressions of a file, found by a parser: a search for slashes would also find divisions and miss some. */
export function patternsIn({ text }: Source): Found {
  const { code } = transformSync(text, { loader: 'ts', target: 'esnext' });
  const literals: Pattern[] = [];
  let assembles = false;
  parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onToken({ type: { label }, start, end }) {
      const written = code.slice(start, end);
      const last = written.lastIndexOf('/');
      if (label === 'regexp')
        literals.push({ pattern: written.slice(1, last), flags: written.slice(last + 1) });
      if (label === 'name' && written === 'RegExp') assembles = true;
    },
  });
  return { literals, assembles };
}

/** Why a regular expression can take more than linear time on some text; empty where it cannot. */
export function slowness({ pattern, flags }: Pattern): string[] {
  const { reports } = analyse({ source: pattern, flags });
  return reports.map(({ exponential, character }) => {
    const growth = exponential ? 'exponential' : 'polynomial';
    return `/${pattern}/${flags} is ${growth} for many ${JSON.stringify(character.pick)}`;
  });
}

/** The regular expressions of these files that can take more than linear time. */
export const slowPatterns = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    patternsIn(source).literals.flatMap((each) => slowness(each).map((why) => `${source.path}: ${why}`)),
  );
