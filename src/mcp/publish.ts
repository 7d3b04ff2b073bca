import { zodToJsonSchema } from 'zod-to-json-schema';
import type { PublishedTool } from '../tool/app.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import { type OperationTool, unpublished } from '../tool/tool.ts';

/** The only JSON Schema keywords that every model provider accepts; with any other, some refuse the whole session. */
const keywords = ['type', 'description', 'enum', 'required', 'items', 'properties'];

/** A schema without what is not published; of several forms that are accepted, the first. */
function trim({ anyOf, ...own }: JsonObject): JsonObject {
  const [form] = Array.isArray(anyOf) ? anyOf : [];
  const schema = isObject(form) ? { ...form, ...own } : own;
  const kept = Object.entries(schema).filter(([keyword]) => keywords.includes(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, keyword === 'properties' ? trimEach(value) : trimOne(value)]),
  );
}

const trimOne = (value: JsonValue | undefined) => (isObject(value) ? trim(value) : value);

const trimEach = (value: JsonValue | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {})
      .filter(([, schema]) => !isObject(schema) || schema.description !== unpublished)
      .map(([name, schema]) => [name, trimOne(schema)]),
  );

/** The tools as clients see them, in the order given. */
export function publish(
  tools: readonly Pick<OperationTool, 'name' | 'title' | 'description' | 'input'>[],
): PublishedTool[] {
  return tools.map(({ name, title, description, input }) => {
    const schema: unknown = zodToJsonSchema(input, { $refStrategy: 'none' });
    return {
      name,
      title,
      description,
      inputSchema: { ...trim(isObject(schema) ? schema : {}), type: 'object' },
      annotations: {
        title,
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    };
  });
}
