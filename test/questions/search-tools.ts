/** A text that can be searched for, and what it is called. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

/** Lower-case words; a plural is its singular, `opportunities` as `opportunity`, `deals` as `deal`. */
export const words = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length < 4 ? word : word.replace(/ies$/, 'y').replace(/(?<![sui])s$/, ''),
  );

const [k1, b] = [1.2, 0.75];

/** Searches as clients do that load tools when they are needed: BM25 over names and descriptions, the best first. */
export function bm25(documents: readonly Document[]): (query: string) => string[] {
  const counted = documents.map(({ name, text }) => {
    const all = words(`${name.replaceAll('_', ' ')} ${text}`);
    const counts = new Map<string, number>();
    for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { name, counts, length: all.length };
  });
  const average = counted.reduce((sum, { length }) => sum + length, 0) / counted.length;
  const rarity = (word: string) => {
    const having = counted.filter(({ counts }) => counts.has(word)).length;
    return Math.log(1 + (counted.length - having + 0.5) / (having + 0.5));
  };
  return (query) => {
    const asked = [...new Set(words(query))].map((word) => ({ word, weight: rarity(word) }));
    const score = ({ counts, length }: (typeof counted)[number]) =>
      asked.reduce((sum, { word, weight }) => {
        const count = counts.get(word) ?? 0;
        return sum + (weight * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average));
      }, 0);
    return counted
      .map((each) => ({ name: each.name, score: score(each) }))
      .filter((each) => each.score > 0)
      .sort((x, y) => y.score - x.score)
      .map(({ name }) => name);
  };
}
