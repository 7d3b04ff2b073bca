import type { LocalFilter } from '../src/tool/request.ts';
import { defineTool } from '../src/tool/tool.ts';
import { nameContains } from './inputs/local-filters.ts';
import { paging, singularEntityType } from './inputs/parameter.ts';
import { customFieldDefinitionRecord } from './records/custom-field-definition.ts';

export const listCustomFieldDefinitions = defineTool({
  operation: 'listCustomFieldDefinitions',
  title: 'List custom field definitions',
  description: 'Custom fields of this account, with type and options.',
  input: { ...nameContains.input, on: singularEntityType.optional(), ...paging(200) },
  returns: { form: 'list', record: customFieldDefinitionRecord },
  request: ({ name, on }) => {
    const isOn: LocalFilter = {
      name: 'on',
      test: ({ available_on: types }) => Array.isArray(types) && types.some((type) => type === on),
    };
    return { localFilters: [...nameContains.localFilters(name), ...(on === undefined ? [] : [isOn])] };
  },
});
