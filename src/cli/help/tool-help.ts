import { suggestNames } from '../../names/suggestions.ts';
import { published } from '../../published.ts';
import type { PublishedTool } from '../../tool/app.ts';
import { isObject, type JsonObject, type JsonValue } from '../../tool/json.ts';
import { didYouMean, paint, type Shell, UsageError } from '../shell.ts';
import { twoColumns, wrap } from '../terminal/layout.ts';

/** The names of all tools. */
export const toolNames = published.map(({ name }) => name);

/** The tool of this name, written with hyphens or underscores. */
export const publishedTool = (name: string): PublishedTool | undefined =>
  published.find((tool) => tool.name === name.replaceAll('-', '_'));

/** The same. @throws UsageError with the nearest names */
export function findTool(name: string): PublishedTool {
  const tool = publishedTool(name);
  if (tool !== undefined) return tool;
  const hint = didYouMean(suggestNames(name, toolNames, 3));
  throw new UsageError(`There is no tool "${name}".${hint} \`copper-mcp tools\` lists all tools.`);
}

/** One argument of a tool, as its published schema has it. */
interface ToolArgument {
  readonly name: string;
  /** `text`, `whole number`, `number`, `true or false`, `JSON`. */
  readonly type: string;
  readonly what: string;
  /** All values it takes; none if any will do. */
  readonly values: readonly string[];
  /** What is offered while it is typed: its values, or the words that its description lists, beside which it takes others such as `!Won`. */
  readonly suggested: readonly string[];
  readonly required: boolean;
  /** True if it can be repeated. */
  readonly list: boolean;
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'JSON',
};

/** A description that is nothing but a list of words: `Open, Won, Lost`. */
const wordList = /^[A-Z][\w']*(?:, [A-Z][\w']*)+$/;

const texts = (value: JsonValue | undefined) => (Array.isArray(value) ? value.map(String) : []);
const object = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

/** The arguments of a tool in the order of its schema. */
export function argumentsOf({ inputSchema }: PublishedTool): ToolArgument[] {
  const required = texts(inputSchema.required);
  return Object.entries(object(inputSchema.properties)).map(([name, value]) => {
    const schema = object(value);
    const list = schema.type === 'array';
    const item = list ? object(schema.items) : schema;
    const what = typeof schema.description === 'string' ? schema.description : '';
    const values = item.type === 'boolean' ? ['true', 'false'] : texts(item.enum);
    return {
      name,
      type: types[String(item.type)] ?? 'text',
      what,
      values,
      suggested: values.length === 0 && list && wordList.test(what) ? what.split(', ') : values,
      required: required.includes(name),
      list,
    };
  });
}

/** Help on one tool: what it is for, and its arguments as `call` takes them. */
export function toolHelp(shell: Shell, tool: PublishedTool): string {
  const { columns } = shell;
  const rows = argumentsOf(tool).map(({ name, type, what, values, required, list }) => {
    const kind = values.length > 0 ? values.join(', ') : type === 'text' && what !== '' ? '' : type;
    const parts = [kind, what, list ? 'repeatable' : '', required ? 'required' : ''];
    return [`${name}=`, parts.filter((part) => part !== '').join('; ')] as const;
  });
  const table = () => twoColumns(rows, columns, (name) => paint(shell, 'cyan', name));
  return [
    paint(shell, 'bold', `copper-mcp call ${tool.name} [key=value …]`),
    ...wrap(tool.description, columns),
    '',
    ...(rows.length === 0 ? ['It takes no arguments.'] : [paint(shell, 'bold', 'Arguments'), ...table()]),
    '',
    ...wrap('`copper-mcp call --help` shows the options of every call.', columns),
  ].join('\n');
}
