import type { FetchCopper } from '../../../src/tool/fetch-copper.ts';
import type { HarnessOptions } from '../../harness.ts';
import { type ParsedAnswer, parseAnswer } from '../../questions/parsed-answer.ts';
import { openTestClient } from '../test-client.ts';

type Input = Record<string, unknown>;

/** A client whose answers are taken apart, several tables and all. */
export async function openReports(options: HarnessOptions = {}) {
  const client = await openTestClient(options);

  /** The answer; fails the test when it is an error. */
  async function ask(tool: string, input?: Input): Promise<ParsedAnswer> {
    const { text, isError } = await client.call(tool, input);
    if (isError) throw new Error(text);
    return parseAnswer(text);
  }

  /** The rows of the first table from its beginning to its end, as the head lines lead. */
  async function walk(tool: string, input: Input = {}): Promise<ParsedAnswer['rows'][number][]> {
    const rows: ParsedAnswer['rows'][number][] = [];
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      const page: ParsedAnswer = await ask(tool, { limit: 100, ...input, offset });
      rows.push(...page.rows);
      const next: string | undefined = /next: offset=(\d+)/.exec(page.head)?.[1];
      offset = next === undefined ? undefined : Number(next);
    }
    return rows;
  }

  return { ...client, ask, walk };
}

/** `1200 USD, 30 EUR` as sums by currency. */
export const sumsIn = (text: string | undefined): Record<string, number> =>
  Object.fromEntries(
    (text ?? '')
      .split(', ')
      .filter((part) => part !== '')
      .map((part) => {
        const [value = '', unit = ''] = part.split(' ');
        return [unit, Number(value)];
      }),
  );

/** The values of deals by currency. */
export function sumsOf(
  deals: Iterable<{ monetary_value: number | null; monetary_unit: string | null }>,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { monetary_value: value, monetary_unit: unit } of deals) {
    if (value !== null && unit !== null) sums[unit] = Math.round(((sums[unit] ?? 0) + value) * 100) / 100;
  }
  return sums;
}

/** Never answers requests whose address and number fit. */
export const hanging = (path: string, from: number) => {
  let sent = 0;
  return (send: FetchCopper): FetchCopper =>
    (request) => {
      const { signal } = request;
      if (!request.url.endsWith(path) || ++sent < from) return send(request);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
};
