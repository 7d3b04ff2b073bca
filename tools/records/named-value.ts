import { defineRecord, numberField, type RecordDefinition, textField } from '../../src/tool/record.ts';

/** A value of a short list that the account keeps: an id and a name. */
export const namedValueRecord = (name: string, plural: string): RecordDefinition =>
  defineRecord({
    name,
    plural,
    fields: { id: numberField('id'), name: textField('name') },
    shown: ['id', 'name'],
  });
