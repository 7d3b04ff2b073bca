import { defineRecord, numberField, textField } from '../../src/tool/record.ts';

/** A tag and how many records of each type have it. */
export const tagRecord = defineRecord({
  name: 'tag',
  plural: 'tags',
  fields: {
    name: textField('name'),
    count: numberField('count'),
    people: numberField('count_people'),
    companies: numberField('count_companies'),
    opportunities: numberField('count_opportunities'),
    leads: numberField('count_leads'),
    tasks: numberField('count_tasks'),
    projects: numberField('count_projects'),
  },
  shown: ['name', 'count', 'people', 'companies', 'opportunities', 'leads', 'tasks', 'projects'],
});
