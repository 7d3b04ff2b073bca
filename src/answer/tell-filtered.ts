import type { PostFilter } from '../tool/request.ts';

/** Says that rows were kept or dropped on our side, and of how many, unless all were read and everybody expects it. */
export function tellFiltered(
  keep: readonly PostFilter[],
  read: number,
  total: number | 'many',
  note: (text: string) => void,
): void {
  const names = keep.map(({ name }) => name).join(', ');
  if (read !== total) {
    const coverage = `only ${read} of ${total} rows were read and filtered here`;
    note(`Copper cannot search by ${names}: ${coverage}. Narrow the question to cover the rest.`);
  } else if (!keep.every(({ expected }) => expected)) {
    note(`Copper cannot search by ${names}: all ${read} rows were read and filtered here.`);
  }
}
