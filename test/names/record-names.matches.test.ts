import { expect, test } from 'vitest';
import { createRecordNames } from '../../src/names/record-names.ts';
import type { RequestOptions } from '../../src/tool/request.ts';

const options: RequestOptions = { signal: new AbortController().signal, lane: 'call' };

/** What is found in an account in which part of a name fits so many companies. */
async function found(count: number): Promise<number> {
  const rows = Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Acme ${at + 1}` }));
  const records = createRecordNames(
    async () => ({ data: rows }),
    () => 200,
  );
  return (await records.find('company', 'acme', options, () => undefined)).length;
}

test('ten records that a text fits are all meant; of eleven an agent has to choose', async () => {
  expect(await found(10)).toBe(10);
  await expect(found(11)).rejects.toMatchObject({ kind: 'unknown_name' });
});
