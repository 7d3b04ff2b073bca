import type { PublishedTool } from '../tool/app.ts';
import { isObject, type JsonValue } from '../tool/json.ts';

const comment = (text: string, indent = '') => `${indent}/** ${text.replaceAll('*/', '* /')} */\n`;

const quoted = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** The TypeScript type of a value. A single value is accepted as a list of one. */
function typeOf(schema: JsonValue | undefined): string {
  if (!isObject(schema)) return 'unknown';
  const { type, items, enum: choices } = schema;
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (type === 'array') {
    const one = typeOf(items);
    return `${one} | readonly ${one.includes(' | ') && !one.startsWith('{') ? `(${one})` : one}[]`;
  }
  if (type === 'object') {
    return `{ ${fields(schema)
      .map((field) => field.text)
      .join('; ')} }`;
  }
  return type === 'integer' || type === 'number' ? 'number' : String(type);
}

/** The members of an object, each with its description. */
function fields(schema: JsonValue): { readonly description: string | undefined; readonly text: string }[] {
  const { properties, required } = isObject(schema) ? schema : {};
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, each]) => ({
    description: isObject(each) && typeof each.description === 'string' ? each.description : undefined,
    text: `readonly ${quoted(name)}${needed.includes(name) ? '' : '?'}: ${typeOf(each)}`,
  }));
}

/** `search_people` → `SearchPeopleInput`. */
const nameOf = (tool: string) =>
  `${tool.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Input`;

function interfaceOf({ name, description, inputSchema }: PublishedTool): string {
  const lines = fields(inputSchema).map(
    ({ description: about, text }) => `${about === undefined ? '' : comment(about, '  ')}  ${text};\n`,
  );
  // An interface without members would accept anything.
  const body =
    lines.length === 0
      ? `export type ${nameOf(name)} = Readonly<Record<string, never>>;`
      : `export interface ${nameOf(name)} {\n${lines.join('')}}`;
  return `${comment(description)}${body}\n`;
}

/** The inputs of these tools as TypeScript: one interface each, with the descriptions as comments, and one that lists them by name. */
export function inputTypes(tools: readonly PublishedTool[]): string {
  const members = tools.map(({ name }) => `  readonly ${quoted(name)}: ${nameOf(name)};\n`);
  const all = `${comment('The input of each tool.')}export interface ToolInputs {\n${members.join('')}}\n`;
  return [...tools.map(interfaceOf), all].join('\n');
}
