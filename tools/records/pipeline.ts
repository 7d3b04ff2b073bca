import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { defineRecord, derivedField, flagField, numberField, textField } from '../../src/tool/record.ts';
import { listItem } from '../../src/tool/sentences.ts';

/** `Proposal 40%, Negotiation 60%`: the stages in order, each with its win probability. */
function stages(row: JsonObject): string {
  const list = Array.isArray(row.stages) ? row.stages.filter(isObject) : [];
  return list
    .map(({ name, win_probability: probability }) => {
      const shown = listItem(String(name));
      return typeof probability === 'number' ? `${shown} ${probability}%` : shown;
    })
    .join(', ');
}

/** A series of stages that deals (or projects) pass through. */
export const pipelineRecord = defineRecord({
  name: 'pipeline',
  plural: 'pipelines',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    type: textField('type'),
    revenue: flagField('is_revenue'),
    stages: derivedField(['stages'], stages),
  },
  shown: ['id', 'name', 'type', 'revenue', 'stages'],
});
