import type { JsonObject } from '../src/tool/json.ts';
import { defineTool } from '../src/tool/tool.ts';
import { namePart } from './inputs/post-filters.ts';
import { paging, singularEntityType } from './inputs/schemas.ts';
import { customFieldDefinitionRecord } from './records/custom-field-definition.ts';

export const listCustomFieldDefinitions = defineTool({
  operation: 'listCustomFieldDefinitions',
  title: 'List custom field definitions',
  description: 'Custom fields of this account, with type and options.',
  input: { ...namePart.input, on: singularEntityType.optional(), ...paging(200) },
  returns: { form: 'list', record: customFieldDefinitionRecord },
  request: ({ name, on }) => ({
    postFilters: [
      ...namePart.postFilters(name),
      ...(on === undefined
        ? []
        : [
            {
              name: 'on',
              test: (row: JsonObject) => Array.isArray(row.available_on) && row.available_on.includes(on),
            },
          ]),
    ],
  }),
});
