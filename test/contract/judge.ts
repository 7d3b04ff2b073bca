import { type Operation, operation, operations } from './contract.ts';
import { matchPath } from './match.ts';
import { type Schema, validate } from './validate.ts';

export { operations, pageCap, parameters } from './contract.ts';

/** A request as it would leave the process; `body` is the value that is sent as JSON. */
export interface JudgedRequest {
  readonly method: string;
  readonly url: URL | string;
  readonly body?: unknown;
}

/** Which operation a request is, if any, and where it leaves the contract. */
export interface Verdict {
  readonly operation: string | undefined;
  readonly problems: string[];
}

const basePath = '/developer_api/v1';

/** Holds a request against the contract. The host is not judged; what is not declared is a problem. */
export function judgeRequest(request: JudgedRequest): Verdict {
  const url = new URL(request.url, 'https://copper.invalid');
  const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname;
  const match = matchPath(operations, request.method, path);
  if (!match) return { operation: undefined, problems: [`${request.method} ${path}: no such operation`] };
  const problems = [
    ...judgeTexts(match.operation, 'path', match.values),
    ...judgeTexts(match.operation, 'query', [...url.searchParams]),
    ...judgeBody(match.operation, request.body),
  ];
  return { operation: match.operation.operationId, problems };
}

/**
 * Holds the body of a 200 against the contract; undeclared keys are fine.
 * With `array`, the rows of an envelope may also come bare.
 */
export function judgeReply(operationId: string, body: unknown, options: { array?: boolean } = {}): string[] {
  const { reply } = operation(operationId);
  const rows = reply.allOf?.findLast((part) => part.properties?.data)?.properties?.data;
  const schema = options.array && rows && Array.isArray(body) ? rows : reply;
  return validate(schema, body, { at: 'reply', unknownKeys: 'allow' });
}

function judgeBody({ method, body }: Operation, value: unknown): string[] {
  if (value === undefined) return body?.required ? ['body: required'] : [];
  if (!body) return [`body: a ${method} has none`];
  return validate(body.schema, value, { at: 'body', unknownKeys: 'refuse' });
}

function judgeTexts(
  { parameters }: Operation,
  place: 'path' | 'query',
  texts: readonly (readonly [string, string])[],
): string[] {
  const declared = parameters.filter((parameter) => parameter.in === place);
  const given = texts.map(([name]) => name);
  const missing = declared.filter(({ name, required }) => required && !given.includes(name));
  const repeated = declared.filter(({ name }) => given.indexOf(name) !== given.lastIndexOf(name));
  return [
    ...missing.map(({ name }) => `${place}.${name}: required`),
    ...repeated.map(({ name }) => `${place}.${name}: given more than once`),
    ...texts.flatMap(([name, text]) => {
      const at = `${place}.${name}`;
      const schema = declared.find((parameter) => parameter.name === name)?.schema;
      if (!schema) return [`${at}: unknown parameter`];
      return validate(schema, meant(schema, text), { at, unknownKeys: 'refuse' });
    }),
  ];
}

/** A URL holds only text: the number or the boolean it stands for where the schema asks for one, else the text itself. */
function meant(schema: Schema, text: string): string | number | boolean {
  const types = [schema, ...(schema.oneOf ?? [])].map(({ type }) => type);
  if (types.includes('integer') && /^(0|-?[1-9]\d*)$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}
