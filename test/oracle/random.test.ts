import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startHarness } from '../harness.ts';
import { type Account, startAccount } from './account.ts';
import { accountKinds } from './account-kinds.ts';
import { knownDifferences } from './known.ts';
import type { KnownDifference } from './known-difference.ts';
import { ask, type Question } from './question.ts';
import { randomQuestion } from './questions.ts';
import { createRandom } from './random.ts';

/**
 * Random questions to all tools, each answered twice: by the product through a client, and from the records of the sandbox by code of its
 * own. `ORACLE_SEED=123 npx vitest run test/oracle` asks the question of one seed; with `ORACLE_COUNT=500` five hundred from that on.
 */
const firstSeed = Number(process.env.ORACLE_SEED ?? 1);
const count = Number(process.env.ORACLE_COUNT ?? (process.env.ORACLE_SEED === undefined ? 2_000 : 1));
const seeds = Array.from({ length: count }, (_, at) => firstSeed + at);

const patience = 600_000;
const asked = new Set<string>();

/** The question of a seed in an account, and what is wrong with the answer. */
async function askSeed(
  account: Account,
  seed: number,
): Promise<{ question: Question; wrong: string | undefined }> {
  const question = randomQuestion({ account, random: createRandom(seed), now: account.now() });
  asked.add(question.tool);
  return { question, wrong: await ask(account, question) };
}

const isKnown = (question: Question, wrong: string, account: Account) =>
  knownDifferences.some((one) => one.covers(question, wrong, account));

test.each(accountKinds.map((kind, at) => ({ kind, at, name: kind.name })))(
  'answers are right: $name',
  { timeout: patience },
  async ({ kind, at }) => {
    const own = seeds.filter((seed) => seed % accountKinds.length === at);
    if (own.length === 0) return;
    const account = await startAccount(kind);
    const differences: string[] = [];
    try {
      for (const seed of own) {
        const { question, wrong } = await askSeed(account, seed);
        if (wrong === undefined || isKnown(question, wrong, account)) continue;
        differences.push(`ORACLE_SEED=${seed} ${question.tool} ${JSON.stringify(question.input)}: ${wrong}`);
      }
    } finally {
      await account.close();
    }
    expect(differences).toEqual([]);
  },
);

test.each(knownDifferences.map((known) => ({ known, what: known.what })))(
  'still differs: $what',
  { timeout: patience },
  async ({ known }: { known: KnownDifference }) => {
    const kind = accountKinds[known.account];
    if (kind === undefined) throw new RangeError(`there is no account ${known.account}`);
    const account = await startAccount(kind);
    try {
      const making = { account, random: createRandom(1), now: account.now() };
      const question = known.example(account, making);
      const wrong = await ask(account, question);
      expect(wrong, 'The product answers this rightly now: take it off the list.').toBeDefined();
      expect(known.covers(question, wrong ?? '', account), `is another difference: ${wrong}`).toBe(true);
    } finally {
      await account.close();
    }
  },
);

/** Reports whose second answers are in test/tools/reports/, in truth.ts of their folders: no random question asks them yet. */
const checkedElsewhere = ['forecast', 'today'];

test.runIf(count >= 2_000)('every tool is asked', async () => {
  const { client, close } = await startHarness();
  const { tools } = await client.listTools();
  await close();
  expect([...asked, ...checkedElsewhere].sort()).toEqual(tools.map(({ name }) => name).sort());
});

test('no answer is worked out by code of the product', () => {
  const folder = new URL('.', import.meta.url);
  const imports = readdirSync(folder)
    .filter((file) => file !== 'random.test.ts')
    .flatMap((file) => [
      ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^import (type )?.* from '(\..*)';$/gm),
    ])
    .filter(([, isType, from = '']) => !from.startsWith('./') && isType === undefined)
    .map(([, , from]) => from);
  expect([...new Set(imports)].sort()).toEqual(['../harness.ts', '../turning.ts']);
});
