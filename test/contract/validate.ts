/** What the contract says about one value: the part of JSON Schema that its document uses, and no more. */
export interface Schema {
  readonly type?: keyof typeof isType;
  readonly nullable?: boolean;
  readonly format?: 'email';
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Where a value stands, and whether keys that the schema does not declare are problems. */
export interface Reading {
  /** How the problems call the value; parts of it are told as `at.key` and `at[0]`. */
  readonly at: string;
  /** With `refuse`, an object whose schema declares properties may have no others. */
  readonly unknownKeys: 'refuse' | 'allow';
}

/** Holds a value against a schema: one sentence for each problem, each with the path to it; none when it fits. */
export function validate(schema: Schema, value: unknown, reading: Reading): string[] {
  return [...new Set(check(schema, value, reading, keysOf(schema)))];
}

/** True for a plain object, false for null, arrays and scalars. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isType = {
  string: (value: unknown) => typeof value === 'string',
  boolean: (value: unknown) => typeof value === 'boolean',
  integer: (value: unknown) => Number.isInteger(value),
  number: (value: unknown) => Number.isFinite(value),
  array: (value: unknown) => Array.isArray(value),
  object: isRecord,
};

/** `known` are the keys that are declared for this value by any part of an `allOf`, not by `schema` alone. */
function check(schema: Schema, value: unknown, reading: Reading, known: readonly string[]): string[] {
  if (value === null && schema.nullable) return [];
  if (schema.type && !isType[schema.type](value))
    return [`${reading.at}: ${told(value)} is no ${schema.type}`];
  return [
    ...checkScalar(schema, value, reading),
    ...(Array.isArray(value) ? checkItems(schema, value, reading) : []),
    ...(isRecord(value) ? checkKeys(schema, value, reading, known) : []),
    ...(schema.allOf ?? []).flatMap((part) => check(part, value, reading, known)),
    ...(schema.oneOf ? checkBranches(schema.oneOf, value, reading) : []),
  ];
}

function checkScalar(schema: Schema, value: unknown, { at }: Reading): string[] {
  const problems: string[] = [];
  if (schema.enum && !schema.enum.some((allowed) => allowed === value)) {
    problems.push(`${at}: ${told(value)} is none of ${schema.enum.join(', ')}`);
  }
  if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) {
    problems.push(`${at}: ${value} is below ${schema.minimum}`);
  }
  if (typeof value === 'number' && schema.maximum !== undefined && value > schema.maximum) {
    problems.push(`${at}: ${value} is above ${schema.maximum}`);
  }
  if (typeof value === 'string' && schema.format === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) {
    problems.push(`${at}: ${told(value)} is no email`);
  }
  return problems;
}

function checkItems(schema: Schema, values: readonly unknown[], reading: Reading): string[] {
  const { items, maxItems = Number.POSITIVE_INFINITY } = schema;
  const problems = values.length > maxItems ? [`${reading.at}: more than ${maxItems} items`] : [];
  if (!items) return problems;
  const known = keysOf(items);
  return problems.concat(
    values.flatMap((value, index) =>
      check(items, value, { ...reading, at: `${reading.at}[${index}]` }, known),
    ),
  );
}

/** A key whose value is undefined is not there, as in JSON. */
function checkKeys(
  schema: Schema,
  value: Record<string, unknown>,
  reading: Reading,
  known: readonly string[],
) {
  const { at, unknownKeys } = reading;
  const present = new Map(Object.entries(value).filter(([, part]) => part !== undefined));
  const unknown =
    unknownKeys === 'refuse' && known.length > 0
      ? [...present.keys()].filter((key) => !known.includes(key))
      : [];
  const missing = (schema.required ?? []).filter((key) => !present.has(key));
  const declared = Object.entries(schema.properties ?? {}).filter(([key]) => present.has(key));
  return [
    ...unknown.map((key) => `${at}.${key}: unknown key`),
    ...missing.map((key) => `${at}.${key}: required`),
    ...declared.flatMap(([key, part]) =>
      check(part, present.get(key), { ...reading, at: `${at}.${key}` }, keysOf(part)),
    ),
  ];
}

/** One fitting branch is enough, and two are no problem: an empty list fits both kinds of list. */
function checkBranches(branches: readonly Schema[], value: unknown, reading: Reading): string[] {
  const verdicts = branches.map((branch) => ({
    branch,
    problems: check(branch, value, reading, keysOf(branch)),
  }));
  if (verdicts.some(({ problems }) => problems.length === 0)) return [];
  const [nearest] = verdicts
    .filter(({ branch }) => !branch.type || isType[branch.type](value))
    .sort((one, other) => one.problems.length - other.problems.length);
  if (nearest) return nearest.problems;
  return [
    `${reading.at}: ${told(value)} is no ${[...new Set(branches.map(({ type }) => type))].join(' or ')}`,
  ];
}

function keysOf(schema: Schema): string[] {
  return [...Object.keys(schema.properties ?? {}), ...(schema.allOf ?? []).flatMap(keysOf)];
}

function told(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : (JSON.stringify(value) ?? String(value));
}
