import { kinds } from './account.ts';
import type { Making } from './condition.ts';
import { isRefusal, type Question } from './question.ts';
import type { Random } from './random.ts';

/** Questions that nobody can answer: each is refused by a sentence that names what is wrong, and none finds "nothing". */

const noDates = [
  'someday',
  '2026-13-01',
  '2026-02-30',
  '31st of May',
  '2026-Q5',
  'next-decade',
  '--5d',
  '14',
  'last-',
];
const noRanges = ['many', '10 apples', '1..2..3', 'NaN', '..', '5%%'];

const backwards = (random: Random) => {
  const [year, month] = [random.int(2024, 2026), random.int(2, 9)];
  return `${year}-0${month}-15..${year}-0${month - 1}-15`;
};

type Mistake = (making: Making) => Question;

const dateInputs = [
  ['search_opportunities', 'closes'],
  ['search_opportunities', 'created'],
  ['search_people', 'last_contact'],
  ['search_companies', 'last_contact'],
  ['search_leads', 'created'],
  ['search_tasks', 'due'],
  ['search_activities', 'date'],
  ['summarize', 'closes'],
  ['pipeline_changes', 'during'],
  ['deals_needing_attention', 'closes'],
] as const;

const noDate: Mistake = ({ random }) => {
  const [tool, name] = random.pick(dateInputs);
  const value = random.chance(0.4) ? backwards(random) : random.pick(noDates);
  const what = tool === 'summarize' ? { what: 'opportunities' } : {};
  return { tool, input: { ...what, [name]: value }, wrong: isRefusal(['invalid_input'], value) };
};

const noNumber: Mistake = ({ random }) => {
  const tool = random.pick(['search_opportunities', 'search_leads', 'deals_needing_attention']);
  const value = random.chance(0.4) ? `${random.int(500, 900)}..${random.int(1, 400)}` : random.pick(noRanges);
  return { tool, input: { value }, wrong: isRefusal(['invalid_input'], value) };
};

const noName: Mistake = ({ random }) => {
  const { tool, name } = random.pick(kinds);
  const text = random.pick(['colour', 'shoe size', 'favourite_dish', 'zodiac']);
  const forms = [
    { tool, input: { filters: [{ name: text, value: '1' }] }, kinds: ['unknown_name'] },
    { tool, input: { fields: [text] }, kinds: ['unknown_name'] },
    { tool: 'summarize', input: { what: name, by: [text] }, kinds: ['unknown_name'] },
    { tool: 'summarize', input: { what: name, measure: [`sum ${text}`] }, kinds: ['unknown_name'] },
    ...(name === 'activities'
      ? []
      : [{ tool, input: { sort: text }, kinds: ['invalid_input', 'unknown_name'] }]),
  ];
  const one = random.pick(forms);
  return { tool: one.tool, input: one.input, wrong: isRefusal(one.kinds, text) };
};

const noArgument: Mistake = ({ random }) => {
  const { tool } = random.pick(kinds);
  const name = random.pick(['ownr', 'colour', 'limits', 'where']);
  return { tool, input: { [name]: 'x' }, wrong: isRefusal(['invalid_input'], name) };
};

const noLimit: Mistake = ({ random }) => {
  const { tool } = random.pick(kinds);
  const [name, value] = random.pick([
    ['limit', -1],
    ['offset', -5],
    ['limit', 5000],
    ['limit', 'all'],
  ] as const);
  return { tool, input: { [name]: value }, wrong: isRefusal(['invalid_input'], name) };
};

/** Two users are called so: which is meant is asked, and both are named. */
const whichOne: Mistake = ({ random, account: { kind } }) => {
  const tool = random.pick([
    'search_opportunities',
    'search_people',
    'search_tasks',
    'deals_needing_attention',
  ]);
  const [owner, other] = kind.isOdd === true ? ['Dana Li', 'jane.smith@'] : ['Jane', 'Jane Smith'];
  return { tool, input: { owner: [owner] }, wrong: isRefusal(['unknown_name'], other) };
};

const noPercent: Mistake = ({ random }) => {
  const value = random.pick(['150', '50..101', '-5..20']);
  const filters = [{ name: 'win_probability', value }];
  return { tool: 'search_opportunities', input: { filters }, wrong: isRefusal(['invalid_input'], value) };
};

/** Any mistake. */
export const randomMistake: Mistake = (making) =>
  making.random.pick([noDate, noDate, noNumber, noName, noArgument, noLimit, whichOne, noPercent])(making);
