import type { ReportContext } from '../../../src/tool/report.ts';
import { joined, quoted, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { fileTargets } from './file-targets.ts';
import {
  type CurrencyTarget,
  noTargets,
  type TargetQuestion,
  type Targets,
  type UnitOf,
} from './fitting-targets.ts';
import { mayBeOneCurrency, type TargetAmount, targetAmount } from './target-amount.ts';
import { type TargetOwner, targetOwnerFinder } from './target-names.ts';
import { readFileTargets } from './targets-file.ts';

/** One target of the argument. */
interface GivenTarget extends TargetAmount {
  /** Undefined for the target of all deals of the question. */
  readonly who: Exclude<TargetOwner, { readonly kind: 'everybody' }> | undefined;
}

/** Several targets in one text: a comma separates them only if a name and a colon follow. */
const partsOf = (text: string) =>
  text.split(/[;\n]|,(?=[^\d,;:=]{1,200}[:=])/).flatMap((part) => part.trim() || []);

const formOfTarget = 'write e.g. "250000 USD" for all, or "Dana Li: 100k"';

async function readGiven(texts: readonly string[], context: ReportContext): Promise<readonly GivenTarget[]> {
  const find = targetOwnerFinder(context, true);
  const found: GivenTarget[] = [];
  for (const text of texts.flatMap(partsOf)) {
    const [, name, amount = text] = /^(.*\S)\s*[:=](?=[^:=]*$)(.*)$/s.exec(text) ?? [];
    if (name === undefined && !/\d/.test(text))
      throw new ToolError('invalid_input', `The target ${quoted(text)} has no amount: ${formOfTarget}.`);
    const who = name === undefined ? undefined : await find(name);
    const target: GivenTarget = { ...targetAmount(amount), who: who?.kind === 'everybody' ? undefined : who };
    const isSame = (one: GivenTarget) =>
      one.who?.kind === target.who?.kind && one.who?.key === target.who?.key && mayBeOneCurrency(one, target);
    if (found.some(isSame))
      throw new ToolError(
        'invalid_input',
        `Two targets are for ${target.who === undefined ? 'all' : quoteIfAmbiguous(target.who.name)}: give one.`,
      );
    found.push(target);
  }
  return found;
}

/** Targets added up, each currency for itself. */
function added(targets: readonly TargetAmount[], unitOf: UnitOf): readonly CurrencyTarget[] {
  const sums = new Map<string, number>();
  for (const one of targets) sums.set(unitOf(one), (sums.get(unitOf(one)) ?? 0) + one.value);
  return [...sums].map(([unit, value]) => ({ unit, value }));
}

/** Targets that the question itself brings: they count as they are, whatever narrows the deals. */
function givenTargets(given: readonly GivenTarget[], { by: asked }: TargetQuestion): Targets {
  const kinds = new Set(given.flatMap(({ who }) => who?.kind ?? []));
  const [kind] = kinds;
  const by = asked ?? kind;
  const others = given.flatMap(({ who }) =>
    who === undefined || who.kind === by ? [] : quoteIfAmbiguous(who.name),
  );
  if (others.length > 0)
    throw new ToolError(
      'invalid_input',
      `The target of ${joined(others)} does not fit ${kinds.size > 1 && asked === undefined ? `targets by ${by}` : `by=${by}`}. Ask by=${joined([...kinds], 'or')}, in one call each.`,
    );
  return {
    by,
    ifNone: '',
    fitting(unitOf) {
      const of = (key: string | undefined) =>
        added(
          given.filter(({ who }) => who?.key === key),
          unitOf,
        );
      const keys = new Set(given.flatMap(({ who }) => who?.key ?? []));
      return { whole: of(undefined), groups: new Map([...keys].map((key) => [key, of(key)])) };
    },
  };
}

/**
 * The targets for a question: those that it brings, else those of the targets file. If the account's names cannot be read, the file is
 * left out, with a note.
 *
 * @throws ToolError for targets that cannot be understood or do not fit
 */
export async function readTargets(question: TargetQuestion, context: ReportContext): Promise<Targets> {
  const { target } = question;
  if (target?.every((text) => /^\s*none\s*$/i.test(text))) return noTargets(question, '');
  if (target !== undefined) return givenTargets(await readGiven(target, context), question);
  const text = context.targets?.();
  if (text === undefined) return noTargets(question, 'No target is set up.');
  try {
    return await fileTargets(await readFileTargets(text, context), question, context);
  } catch (error) {
    if (!(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
    context.note(
      'The targets that are set up are left out: users or pipelines could not be read (forbidden).',
      'gap',
    );
    return noTargets(question, '');
  }
}
