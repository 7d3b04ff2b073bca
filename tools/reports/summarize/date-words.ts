import { normalizeName } from '../../../src/names/nearest-names.ts';
import type { Period } from '../../../src/tool/calendar.ts';

const lengths: Readonly<Record<string, Period>> = {
  day: 'day',
  daily: 'day',
  week: 'week',
  weekly: 'week',
  month: 'month',
  monthly: 'month',
  quarter: 'quarter',
  quarterly: 'quarter',
  year: 'year',
  yearly: 'year',
};

/** Words that say nothing about which date is meant. */
const fillers = ['by', 'of', 'per', 'in', 'each', 'the', 'at', 'on', 'date'];

/** The words of a name that tell it from others: `Close date` and `close` are the same. */
export const significantWords = (name: string) =>
  normalizeName(name)
    .split(' ')
    .filter((word) => !fillers.includes(word))
    .join(' ');

/** Which date, by its bare name (empty for the main one), and by which periods. */
export interface DateWords {
  readonly date: string;
  readonly length: Period;
}

/** `month`, `closes:month`, `closes by month`, `month of the close date`, `due date`; undefined where no date can be meant. */
export function readDateWords(text: string): DateWords | undefined {
  const words = normalizeName(text).split(' ');
  const ends = [words.length - 1, 0];
  const at = ends.find((place) => Object.hasOwn(lengths, words[place] ?? ''));
  const length = at === undefined ? undefined : lengths[words[at] ?? ''];
  const date = significantWords(words.filter((_, place) => place !== at).join(' '));
  const meansMain = length !== undefined || words.includes('date');
  return date === '' && !meansMain ? undefined : { date, length: length ?? 'month' };
}
