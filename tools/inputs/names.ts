import { z } from 'zod/v3';
import type { NameList } from '../../src/tool/names.ts';
import { defineParameter, described, type Parameter } from './parameter.ts';
import { shortText } from './schemas.ts';

const names = z.array(shortText);

/** Copper's id for "none" in the lists that know it. */
const noneId = -2;

/** Names where Copper wants ids; ids are accepted too. `orNone` where the contract has -2 for records without one. */
export const nameIds = (name: string, nameList: NameList, { orNone = false } = {}): Parameter =>
  defineParameter({
    input: names,
    sends: [name],
    acceptsNone: orNone,
    toRequest: async (values, context) => {
      const none = orNone ? values.filter((value) => value.trim().toLowerCase() === 'none') : [];
      const given = values.filter((value) => !none.includes(value));
      const entries = given.length === 0 ? [] : await context.names.find(nameList, given);
      const ids = [...none.map(() => noneId), ...entries.map(({ id }) => id)];
      return { body: { [name]: [...new Set(ids)] } };
    },
  });

/** Who owns a record: a name, an e-mail, `me`, or `none`. */
export const owner = described(nameIds('assignee_ids', 'user', { orNone: true }), 'Names, "me" or "none"');

/** Stages by name, of the pipelines that the same call names, else of all: equal names in two pipelines are both searched. */
export const stage = defineParameter({
  input: names,
  sends: ['pipeline_stage_ids'],
  toRequest: async (values, context, { pipeline }) => {
    const pipelines = Array.isArray(pipeline)
      ? await context.names.find('pipeline', pipeline.map(String))
      : undefined;
    const stages = await context.names.find('stage', values, pipelines);
    return { body: { pipeline_stage_ids: stages.map(({ id }) => id) } };
  },
});

/** Activity types by name; Copper wants id and category, because ids repeat between categories. */
export const activityTypes = defineParameter({
  input: names.describe('e.g. ["Meeting"]'),
  sends: ['activity_types'],
  toRequest: async (values, context) => {
    const entries = await context.names.find('activity_type', values);
    return { body: { activity_types: entries.map(({ id, category }) => ({ id, category })) } };
  },
});

/** Tags by name, any of which may match. */
export const tags = defineParameter({
  input: names,
  sends: ['tags'],
  toRequest: async (values, context) => ({ body: { tags: [...(await context.names.tags(values))] } }),
});
