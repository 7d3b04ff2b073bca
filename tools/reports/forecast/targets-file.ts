import type { Calendar } from '../../../src/tool/clock.ts';
import { numbered, quoted } from '../../../src/tool/sentences.ts';
import type { RequestContext } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { currencyOf, mayBeOneCurrency, type TargetAmount, targetAmount } from './target-amount.ts';
import { readTargetLines, type TargetLine } from './target-lines.ts';
import { type FindTargetOwner, type TargetOwner, targetOwnerFinder } from './target-names.ts';

/** First and last day of a period, `2026-10-01`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** A target of the targets file. */
export interface FileTarget extends TargetAmount, Days {
  readonly who: TargetOwner;
}

/** Problems that are told at once. */
const maxProblems = 5;

/** Ends of periods that mean the same days whenever they are read. */
const fixedEnd = /^(?:\d{4}|q[1-4][- ]?\d{4}$)/i;

function daysOf(period: string, calendar: Calendar): Days {
  const isFixed = period.split('..').every((end) => fixedEnd.test(end.trim()));
  const { from, to } = isFixed ? calendar.days(period) : {};
  if (from !== undefined && to !== undefined) return { from, to };
  throw new ToolError(
    'invalid_input',
    `the period ${quoted(period)} is not a fixed one; write e.g. 2026-Q4, 2026-10 or 2026-10-01..2026-12-31.`,
  );
}

function amountOf({ amount, currency }: TargetLine): TargetAmount {
  const { value, unit } = targetAmount(amount);
  const given = currency === '' ? undefined : currencyOf(currency);
  if (currency !== '' && given === undefined)
    throw new ToolError('invalid_input', `the currency ${quoted(currency)} is not a code such as USD.`);
  if (unit !== undefined && given !== undefined && unit !== given)
    throw new ToolError('invalid_input', `the amount ${quoted(amount)} is not in ${given}.`);
  return { value, unit: given ?? unit };
}

/** Those of one for the same days, which only their currencies tell apart. */
const keyOf = ({ who, from, to }: FileTarget): string =>
  JSON.stringify([who.kind, 'key' in who ? who.key : '', from, to]);

/** A sentence of an error as a part of another one. */
const asPart = (text: string) => text.trim().replace(/\.$/, '');

/**
 * Reads the text of a targets file.
 *
 * @throws ToolError `invalid_input` with the places of what cannot be used; `unknown_name` if these are only names; errors of lists of names
 */
export async function readFileTargets(text: string, context: RequestContext): Promise<readonly FileTarget[]> {
  const { lines, problems } = readTargetLines(text);
  const found = [...problems];
  let areNames = problems.length === 0;
  const targets: FileTarget[] = [];
  const earlier = new Map<string, { readonly target: FileTarget; readonly place: string }[]>();
  const find = rememberedFinder(context);
  for (const line of lines) {
    try {
      const target = {
        ...daysOf(line.period, context.calendar),
        ...amountOf(line),
        who: await find(line.who),
      };
      const key = keyOf(target);
      const others = earlier.get(key) ?? [];
      const same = others.find((one) => mayBeOneCurrency(one.target, target));
      if (same !== undefined)
        throw new ToolError('invalid_input', `the target of ${same.place} is given a second time.`);
      earlier.set(key, [...others, { target, place: line.place }]);
      targets.push(target);
    } catch (error) {
      if (!(error instanceof ToolError) || !['invalid_input', 'unknown_name'].includes(error.kind))
        throw error;
      areNames &&= error.kind === 'unknown_name';
      found.push(`${line.place}: ${asPart(error.withToolMarks)}`);
    }
  }
  if (found.length === 0) return targets;
  const more = found.length - maxProblems;
  const others = more > 0 ? `; and ${numbered(more, 'more problem', 'more problems')}` : '';
  throw new ToolError(
    areNames ? 'unknown_name' : 'invalid_input',
    `The targets that are set up cannot be used: ${found.slice(0, maxProblems).join('; ')}${others}. Ask the user to correct them, or give target ("none" to do without).`,
  );
}

/** Looks each name up once: a file has many targets of one person. */
function rememberedFinder(context: RequestContext): FindTargetOwner {
  const find = targetOwnerFinder(context, false);
  const known = new Map<string, TargetOwner>();
  return async (text) => {
    const owner = known.get(text) ?? (await find(text));
    known.set(text, owner);
    return owner;
  };
}
