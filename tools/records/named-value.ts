import { defineRecord, numberField, type RecordDefinition, textField } from '../../src/tool/record.ts';

/** An entry of one of the short lists of the account: an id and a name. */
export const namedValueRecord = (name: string, plural: string): RecordDefinition =>
  defineRecord({
    name,
    plural,
    fields: { id: numberField('id'), name: textField('name') },
    shown: ['id', 'name'],
  });
