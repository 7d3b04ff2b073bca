import type { CallPattern, EvalQuestion } from './question.ts';

/** How well a call was chosen for a question. */
export type Grade = 'optimal' | 'acceptable' | 'forbidden';

/** Where names are looked up, and the call that only finds a record: one more call, which never misleads. */
const lookups = [
  'find',
  'list_users',
  'get_user',
  'list_pipelines',
  'list_pipeline_stages',
  'list_tags',
  'list_customer_sources',
  'list_loss_reasons',
  'list_lead_statuses',
  'list_contact_types',
  'list_activity_types',
  'list_custom_field_definitions',
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const words = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toLowerCase();

/** One entry of `filters`: `field: value`, or an object with its name. */
function condition(entry: unknown): (readonly [string, string])[] {
  if (isObject(entry)) {
    const { name, ...rest } = entry;
    return typeof name === 'string' ? [[name.toLowerCase(), words(rest)]] : [];
  }
  const [, name, value = ''] = /^([^:]+):(.*)$/s.exec(words(entry)) ?? [];
  return name === undefined ? [] : [[name.trim(), value.trim()]];
}

/** All conditions of a call by name, whether they are arguments or in `filters`; in lower case. */
function conditionsOf(input: unknown): ReadonlyMap<string, string> {
  if (!isObject(input)) return new Map();
  const { filters, ...own } = input;
  const entries = Object.entries(own).map(([name, value]) => [name.toLowerCase(), words(value)] as const);
  return new Map([...[filters ?? []].flat().flatMap(condition), ...entries]);
}

function fits(
  { tool, input = {} }: CallPattern,
  called: string,
  conditions: ReadonlyMap<string, string>,
): boolean {
  return (
    tool === called &&
    Object.entries(input).every(([name, pattern]) => {
      const value = conditions.get(name);
      return pattern === false ? value === undefined : value !== undefined && pattern.test(value);
    })
  );
}

/** Grades a call by the table of its question; what no row of it fits is forbidden, unless it only looks up names. */
export function gradeCall(
  { optimal, acceptable = [], forbidden = [] }: Pick<EvalQuestion, 'optimal' | 'acceptable' | 'forbidden'>,
  tool: string,
  input: unknown,
): Grade {
  const conditions = conditionsOf(input);
  const has = (patterns: readonly CallPattern[]) =>
    patterns.some((pattern) => fits(pattern, tool, conditions));
  if (has(forbidden)) return 'forbidden';
  if (has(optimal)) return 'optimal';
  return has(acceptable) || lookups.includes(tool) ? 'acceptable' : 'forbidden';
}
