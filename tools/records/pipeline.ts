import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { defineRecord, derivedField, flagField, numberField, textField } from '../../src/tool/record.ts';

/** `Proposal 40%, Negotiation 60%`: the stages in their order, each with its chance of winning. */
function stages(row: JsonObject): string {
  const list = Array.isArray(row.stages) ? row.stages.filter(isObject) : [];
  return list
    .map(({ name, win_probability: chance }) =>
      typeof chance === 'number' ? `${name} ${chance}%` : `${name}`,
    )
    .join(', ');
}

/** The way that deals (or projects) go, stage by stage. */
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
