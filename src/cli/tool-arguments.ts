import type { PublishedTool } from '../tool/app.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** One argument of a tool, as its published schema has it. */
export interface ToolArgument {
  readonly name: string;
  /** `text`, `whole number`, `number`, `yes or no`, `JSON`. */
  readonly type: string;
  readonly what: string;
  /** All values it takes; none where any will do. */
  readonly values: readonly string[];
  readonly required: boolean;
  /** True where it may come several times. */
  readonly list: boolean;
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'JSON',
};

const texts = (value: JsonValue | undefined) => (Array.isArray(value) ? value.map(String) : []);
const object = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

/** The arguments of a tool in the order of its schema. */
export function argumentsOf({ inputSchema }: PublishedTool): ToolArgument[] {
  const required = texts(inputSchema.required);
  return Object.entries(object(inputSchema.properties)).map(([name, value]) => {
    const schema = object(value);
    const list = schema.type === 'array';
    const item = list ? object(schema.items) : schema;
    const values = item.type === 'boolean' ? ['true', 'false'] : texts(item.enum);
    return {
      name,
      type: types[String(item.type)] ?? 'text',
      what: typeof schema.description === 'string' ? schema.description : '',
      values,
      required: required.includes(name),
      list,
    };
  });
}
