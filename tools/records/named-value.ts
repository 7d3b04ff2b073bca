import { defineRecord, number, type RecordDefinition, text } from '../../src/tool/record.ts';

/** A value of a short list that the account keeps: an id and a name. */
export const namedValue = (name: string, plural: string): RecordDefinition =>
  defineRecord({ name, plural, fields: { id: number('id'), name: text('name') }, shown: ['id', 'name'] });
