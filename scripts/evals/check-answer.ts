import type { Expected } from './question.ts';

const units: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  mio: 1e6,
  bn: 1e9,
};

/** A number as it was written: its value, and by how much it may be off because it is rounded. */
interface WrittenNumber {
  readonly value: number;
  readonly slack: number;
}

/** The numbers of a text, without those of dates and of numbered lists. */
function numbersIn(text: string): WrittenNumber[] {
  const rest = text
    .replace(/^\s{0,8}\d{1,3}[.)]\s/gm, ' ')
    .replace(/\b\d{4}-\d{2}(?:-\d{2})?(?:T[\d:]+)?\b/g, ' ');
  const written = rest.matchAll(
    /(?<![\w.,])-?(\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+|\d{1,15})(?:\.(\d{1,6}))?\s?(k|m|bn|mio|thousand|million)?(?!\w)/gi,
  );
  return [...written].map(([, whole = '', decimals = '', unit = '']) => {
    const factor = units[unit.toLowerCase()] ?? 1;
    const value = Number(`${whole.replace(/\D/g, '')}.${decimals || '0'}`) * factor;
    return { value, slack: (0.5 + 1e-6) * 10 ** -decimals.length * factor };
  });
}

/** Letters without accents and case, typographic signs as typed ones, spaces as one. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[‐‑–]/g, '-')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** A name stands by itself, not as a part of a longer word. */
function says(text: string, name: string): boolean {
  const wanted = plain(name);
  const isWord = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text[at - 1], text[at + wanted.length]];
    if (!(isWord(before) && isWord(wanted[0])) && !(isWord(after) && isWord(wanted.at(-1)))) return true;
  }
  return false;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as `2026-11-23`, `23 November`, `Nov 23rd`, `11/23/2026` or `23.11.2026`. */
function saysDay(text: string, day: string): boolean {
  const [year = '', month = '', date = ''] = day.split('-');
  const [m, d] = [Number(month), Number(date)];
  const name = `${months[m - 1]}[a-z]*\\.?`;
  const forms = [
    day,
    `\\b0?${d}(?:st|nd|rd|th)?(?: of)? ${name}`,
    `${name} 0?${d}(?:st|nd|rd|th)?\\b`,
    `\\b0?${m}/0?${d}/(?:${year}|${year.slice(2)})\\b`,
    `\\b0?${d}\\.0?${m}\\.(?:${year}|${year.slice(2)})\\b`,
  ];
  return new RegExp(forms.join('|')).test(text);
}

/** Ways to say that something cannot be known or done. */
const notKnown =
  /\b(?:not|no(?:body| one)?|never|n't|cannot|unable|unknown|impossible|isn't|doesn't|don't)\b.{0,80}\b(?:know|known|record|recorded|recording|keep|kept|store|stored|track|tracked|history|historical|available|returned?|list|listed|see|tell|say|determine|possible|able|way|access|change|update|modify|write|mark|edit|data|synced|complete|count|counted|include|included)\b|\bread[- ]only\b|\b(?:can't|cannot|can not|couldn't|unable to|not able to|unknown|unavailable|impossible)\b/;

const written = (value: number) => String(Math.round(value * 100) / 100);

/** What is wrong with an answer in words; nothing if it says all that it must and nothing that it must not. */
export function checkAnswer(expected: Expected, answer: string): string[] {
  const text = plain(answer);
  const numbers = numbersIn(answer);
  const hasNumber = (wanted: number) =>
    numbers.some(({ value, slack }) => Math.abs(value - Math.abs(wanted)) <= slack);
  const { names = [], some, notNames = [], days = [], notNumbers = [] } = expected;
  const allowed = [...names, ...(some?.of ?? [])].toSorted((a, b) => b.length - a.length);
  const rest = allowed.reduce((left, name) => left.replaceAll(plain(name), ' … '), text);
  const found = some === undefined ? [] : [...new Set(some.of)].filter((name) => says(text, name));
  return [
    ...(answer.trim() === '' ? ['there is no answer'] : []),
    ...(expected.numbers ?? [])
      .map((one) => [one].flat())
      .filter((any) => !any.some(hasNumber))
      .map((any) => `${any.map(written).join(' or ')} is missing`),
    ...notNumbers.filter(hasNumber).map((value) => `${written(value)} is there`),
    ...names.filter((name) => !says(text, name)).map((name) => `"${name}" is missing`),
    ...(some !== undefined && found.length < Math.min(some.atLeast, new Set(some.of).size)
      ? [`only ${found.length} of at least ${some.atLeast} names are there`]
      : []),
    ...notNames.filter((name) => says(rest, name)).map((name) => `"${name}" is there`),
    ...days.filter((day) => !saysDay(text, day)).map((day) => `${day} is missing`),
    ...(expected.notKnown === true && !notKnown.test(text)
      ? ['it does not say that this cannot be known or done']
      : []),
  ];
}
