import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../scripts/evals/check-answer.ts';
import type { Expected } from '../../scripts/evals/question.ts';

const right: [expected: Expected, answer: string][] = [
  [{ numbers: [1_047_100] }, 'Negotiation: $1,047,100'],
  [{ numbers: [1_047_100] }, 'about 1.05M USD'],
  [{ numbers: [1_047_100] }, '1.05 million'],
  [{ numbers: [1_047_100] }, '**1 047 100** USD'],
  [{ numbers: [1_047_100] }, 'USD 1,047k'],
  [{ numbers: [41.666] }, 'Dana: 41.7%'],
  [{ numbers: [41.666] }, 'Dana: 42 %'],
  [{ numbers: [-3.5] }, 'a gap of -3.5'],
  [{ numbers: [0] }, 'There are 0.'],
  [{ numbers: [[3, 5], 7] }, 'five is 5, and 7.'],
  [{ numbers: [26] }, '26 deals'],
  [{ notNumbers: [12] }, '1. one\n12. twelve\nof 2026-12-12'],
  [{ names: ['Søren Kjær'] }, 'Søren Kjær owns it'],
  [{ names: ['Müller Maschinenbau renewal'] }, 'Muller  Maschinenbau\nrenewal'],
  [{ names: ["Dana's", 'net-60'] }, 'Dana’s terms are net‑60'],
  [
    { names: ['https://app.copper.com/companies/1/app#/deal/2'] },
    '[link](https://app.copper.com/companies/1/app#/deal/2)',
  ],
  [{ names: ['Close Date'] }, '- **Close Date** (required)'],
  [{ names: ['東京'] }, '東京, one record'],
  [{ some: { atLeast: 2, of: ['A', 'B', 'C'] } }, 'C, A'],
  [{ some: { atLeast: 9, of: ['A', 'B'] } }, 'A and B'],
  [{ names: ['Acme Foods renewal'], notNames: ['Acme Foods'] }, 'Acme Foods renewal'],
  [{ notNames: ['Ann'] }, 'Annabel'],
  [{ days: ['2026-11-03'] }, 'on 2026-11-03T09:00'],
  [{ days: ['2026-11-03'] }, 'on Nov 3, 2026'],
  [{ days: ['2026-11-03'] }, 'on the 3rd of November'],
  [{ days: ['2026-11-03'] }, '3 Nov.'],
  [{ days: ['2026-11-03'] }, '11/3/26'],
  [{ days: ['2026-11-03'] }, '03.11.2026'],
  [{ notKnown: true }, 'Copper does not keep a history of values.'],
  [{ notKnown: true }, 'I can’t change records: the connection is read-only.'],
  [{ notKnown: true }, 'That is not recorded, so I do not know.'],
  [{ notKnown: true }, 'Unfortunately there is no way to tell from the CRM.'],
];

const wrong: [expected: Expected, answer: string, problem: string][] = [
  [{}, ' \n', 'there is no answer'],
  [{ numbers: [1_047_100] }, 'USD 1,047,101', '1047100 is missing'],
  [{ numbers: [1_047_100] }, '1.04M', '1047100 is missing'],
  [{ numbers: [1_047_100] }, '$1', '1047100 is missing'],
  [{ numbers: [41.666] }, '41%', '41.67 is missing'],
  [{ numbers: [23] }, '123 or 2.3 or 23rd', '23 is missing'],
  [{ numbers: [11] }, 'in 2026-11, on 2026-11-11', '11 is missing'],
  [{ numbers: [3] }, '3. of the list', '3 is missing'],
  [{ numbers: [[3, 5]] }, '4', '3 or 5 is missing'],
  [{ notNumbers: [8_062_050] }, 'in all $8,062,050', '8062050 is there'],
  [{ notNumbers: [8_062_050] }, 'in all 8.06M', '8062050 is there'],
  [{ names: ['Jane Cooper'] }, 'Jane Coopers', '"Jane Cooper" is missing'],
  [{ names: ['2827698'] }, 'id 12827698', '"2827698" is missing'],
  [{ some: { atLeast: 2, of: ['A', 'A', 'B'] } }, 'A, A', 'only 1 of at least 2 names are there'],
  [
    { names: ['Acme Foods renewal'], notNames: ['Acme Foods'] },
    'Acme Foods renewal of Acme Foods',
    '"Acme Foods" is there',
  ],
  [{ days: ['2026-11-03'] }, 'on 2026-11-30 or 13 November or Nov 31', '2026-11-03 is missing'],
  [{ days: ['2026-11-03'] }, '3 October', '2026-11-03 is missing'],
  [
    { notKnown: true },
    'It was worth 250,000 USD in August.',
    'it does not say that this cannot be known or done',
  ],
  [{ notKnown: true }, 'Done: the deal is won.', 'it does not say that this cannot be known or done'],
];

describe('an answer', () => {
  test.each(right)('%j is right with %j', (expected, answer) => {
    expect(checkAnswer(expected, answer)).toEqual([]);
  });

  test.each(wrong)('%j is wrong with %j', (expected, answer, problem) => {
    expect(checkAnswer(expected, answer)).toEqual([problem]);
  });

  test('of 100,000 characters is read in a moment', () => {
    for (const part of ['1,', 'not ', ' ', '9', 'Jane Cooper '])
      expect(checkAnswer({ numbers: [5], names: ['x y'] }, `x${part.repeat(1e5 / part.length)}`)).toEqual([
        '5 is missing',
        '"x y" is missing',
      ]);
  });
});
