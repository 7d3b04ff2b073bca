import { defineRecord, number, text } from '../../src/tool/record.ts';

/** A tag and how many records of each kind carry it. */
export const tag = defineRecord({
  name: 'tag',
  plural: 'tags',
  fields: {
    name: text('name'),
    count: number('count'),
    people: number('count_people'),
    companies: number('count_companies'),
    opportunities: number('count_opportunities'),
    leads: number('count_leads'),
    tasks: number('count_tasks'),
    projects: number('count_projects'),
  },
  shown: ['name', 'count', 'people', 'companies', 'opportunities', 'leads', 'tasks', 'projects'],
});
