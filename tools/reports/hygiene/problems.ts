import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, column, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportTable } from '../../../src/tool/report.ts';

/** The kinds of records that are looked through, in the order in which the same record is looked for. */
export const hygieneKinds = ['people', 'companies', 'leads', 'deals'] as const;

/** One of them. */
export type HygieneKind = (typeof hygieneKinds)[number];

/** What can be wrong with a record, the worst first: this is the order of the list. */
const problems = [
  'same_email',
  'same_name',
  'same_domain',
  'same_phone',
  'invalid_email',
  'missing_field',
  'no_owner',
  'no_email',
  'shared_phone',
] as const;

/** One of them. */
export type Problem = (typeof problems)[number];

/** A problem in words: `no owner`, `same e-mail and phone as Jane Doe (person 12)`. */
export interface FoundProblem {
  readonly problem: Problem;
  readonly text: string;
}

/** Which problems records of a kind can have. */
const problemsOf: Readonly<Record<HygieneKind, readonly Problem[]>> = {
  people: problems.filter((one) => one !== 'same_domain'),
  companies: problems.filter((one) => !['same_email', 'invalid_email', 'no_email'].includes(one)),
  leads: problems.filter((one) => one !== 'same_domain'),
  deals: ['missing_field', 'no_owner'],
};

const severity = ({ problem }: FoundProblem) => problems.indexOf(problem);

/** Members of a row by which rows are in order; `found` is not empty. */
export const rankOf = (kind: HygieneKind, found: readonly FoundProblem[]): JsonObject => ({
  severity: Math.min(...found.map(severity)),
  problemCount: found.length,
  kindOrder: hygieneKinds.indexOf(kind),
});

/** Those with the worst problem first, then those with the most. */
export const worstFirst = (one: JsonObject, other: JsonObject): number =>
  Number(one.severity) - Number(other.severity) ||
  Number(other.problemCount) - Number(one.problemCount) ||
  Number(one.kindOrder) - Number(other.kindOrder) ||
  Number(one.id ?? 0) - Number(other.id ?? 0);

/** Counts how many records of each kind have each problem; the last row counts each record once. */
export function createProblemCounts(kinds: readonly HygieneKind[]) {
  const counts = new Map<string, number>();
  const add = (problem: string, kind: HygieneKind) =>
    counts.set(`${problem} ${kind}`, (counts.get(`${problem} ${kind}`) ?? 0) + 1);
  const row = (problem: string, possible: readonly HygieneKind[]) => ({
    problem,
    ...Object.fromEntries(possible.map((kind) => [kind, counts.get(`${problem} ${kind}`) ?? 0])),
  });
  return {
    add(kind: HygieneKind, found: readonly FoundProblem[]): void {
      for (const problem of new Set(found.map((one) => one.problem))) add(problem, kind);
      add('any', kind);
    },
    /** @param isKnown false for a problem that cannot be known of a kind, or that was not looked for: it has no number then */
    table(isKnown: (problem: Problem, kind: HygieneKind) => boolean): ReportTable {
      const rows = problems.flatMap((problem) => {
        const possible = kinds.filter((kind) => problemsOf[kind].includes(problem) && isKnown(problem, kind));
        return possible.length === 0 ? [] : [row(problem, possible)];
      });
      return {
        what: 'problems',
        form: 'page',
        columns: [
          column('problem', textField('problem')),
          ...kinds.map((kind): Column => ({ ...column(kind, numberField(kind)), together: 'parts' })),
        ],
        rows,
        ...(rows.length > 1 ? { totals: [row('any', kinds)] } : {}),
      };
    },
  };
}
