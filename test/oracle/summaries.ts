import { kinds } from './account.ts';
import { type Condition, type Making, written } from './condition.ts';
import { randomDimensions } from './dimensions.ts';
import type { Asked } from './empty-periods.ts';
import { wrongTable } from './group-table.ts';
import { group } from './groups.ts';
import type { Kind } from './kind.ts';
import { randomMeasures } from './measures.ts';
import { isRefusal, type Question } from './question.ts';
import { found, randomConditions, withConverted } from './searches.ts';

/** Inputs of the report that narrow it, by kind, under the name of the condition. */
const ownInputs: Readonly<Record<Kind['name'], readonly string[]>> = {
  opportunities: ['owner', 'pipeline', 'stage', 'status', 'closes', 'created'],
  leads: ['owner', 'status', 'created'],
  people: ['owner', 'type', 'created'],
  companies: ['owner', 'type', 'created'],
  tasks: ['owner', 'status', 'due', 'created_date'],
  activities: ['owner', 'type', 'date'],
};

/** A summary with these conditions, and its right answer. */
function summaryOf(asked: Asked, conditions: readonly Condition[], input: object): Question {
  const { account, kind, dimensions, measures } = asked;
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  const isTight = 'max_requests' in input && Number(input.max_requests) < 100;
  return {
    tool: 'summarize',
    input: { what: kind.name, ...input },
    asksNot: mayRefuse,
    wrong(answer, now) {
      if (answer.isError)
        return mayRefuse || isTight
          ? isRefusal(['unknown_name', 'invalid_input'])(answer, now)
          : answer.text.slice(0, 300);
      // Of too few requests an answer says what it did not read.
      if (isTight && /INCOMPLETE|"complete":false/.test(answer.text)) return undefined;
      const facts = found(account, kind, conditions, now);
      const readings = Math.max(1, ...dimensions.map((one) => one.readings.length));
      const truths = Array.from({ length: readings * 2 }, (_, at) =>
        group(facts, dimensions, at % readings, measures, Math.floor(at / readings)),
      );
      const wrong = truths.map((truth) => wrongTable(answer, truth, facts, asked));
      return wrong.every((one) => one !== undefined) ? wrong[0] : undefined;
    },
  };
}

/** Any summary of any kind of record. */
export function randomSummary(making: Making): Question {
  const { account, random } = making;
  const kind = random.pick(kinds);
  const dimensions = randomDimensions(kind, making);
  const measures = randomMeasures(kind, making);
  const conditions = randomConditions(kind, making, 2)
    .filter(({ own, name }) => own || name !== 'owner')
    .map((one) => (kind.name === 'activities' && one.name === 'who' ? { ...one, name: 'owner' } : one))
    .map((one) => ({
      ...one,
      own: ownInputs[kind.name].includes(one.name) && !/^(?:any|none)$/i.test(String(one.value)),
    }));
  if (kind.name === 'leads' && random.chance(0.2)) conditions.push(withConverted);
  const top = random.chance(0.15) && dimensions.length > 0 ? random.int(1, 6) : undefined;
  const narrowed = written(conditions, random);
  const inputs = Object.fromEntries(
    Object.entries(narrowed).map(([name, value]) => [name === 'created_date' ? 'created' : name, value]),
  );
  const filters = (narrowed.filters ?? []).map((one) =>
    kind.name === 'activities' && 'name' in one && one.name === 'owner' ? { ...one, name: 'who' } : one,
  );
  const period = dimensions[0]?.period?.of;
  const spanned = conditions.find(({ slot, own }) => slot === period && own);
  const input = {
    ...inputs,
    ...(filters.length === 0 ? {} : { filters }),
    ...(dimensions.length === 0 ? {} : { by: dimensions.map(({ asked }) => asked) }),
    ...(measures.length === 0 ? {} : { measure: measures.map(({ asked }) => asked) }),
    ...(top === undefined ? {} : { top }),
    max_requests: random.chance(0.05) ? random.int(1, 6) : 1000,
  };
  const isInput =
    spanned !== undefined &&
    Object.hasOwn(inputs, spanned.name === 'created_date' ? 'created' : spanned.name);
  const span = isInput ? spanned.span : undefined;
  return summaryOf({ account, kind, dimensions, measures, top, span }, conditions, input);
}
