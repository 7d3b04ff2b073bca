import type { JsonObject } from '../src/tool/json.ts';
import { defineTool } from '../src/tool/tool.ts';
import { entityWord } from './inputs/entity-type.ts';
import { nameHas } from './inputs/name-has.ts';
import { paging } from './inputs/paging.ts';
import { customFieldDefinitionRecord } from './records/custom-field-definition.ts';

export const listCustomFieldDefinitions = defineTool({
  operation: 'listCustomFieldDefinitions',
  title: 'List custom field definitions',
  description: 'Fields this account added, with type and options.',
  input: { ...nameHas.input, on: entityWord.optional(), ...paging(200) },
  returns: { form: 'list', record: customFieldDefinitionRecord },
  request: ({ name, on }) => ({
    postFilters: [
      ...nameHas.keep(name),
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
