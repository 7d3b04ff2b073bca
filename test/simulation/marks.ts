import type { World } from '../../src/sandbox/sandbox.ts';

/** Words that stand in the names of one account's records and in nothing else: whoever reads another account's has been told too much. */
export const marks = ['Vexorby', 'Quillant', 'Zumbrask', 'Jorthwyn'] as const;

/** The account with its mark in the names of records and pipelines, in tags, and in what people wrote. */
export function withMark(world: World, mark: string): World {
  const named = <One extends { name: string }>(rows: readonly One[]): One[] =>
    rows.map((row) => ({ ...row, name: `${row.name} ${mark}` }));
  const atCompany = <One extends { company_name: string | null }>(rows: readonly One[]): One[] =>
    rows.map((row) =>
      row.company_name === null ? row : { ...row, company_name: `${row.company_name} ${mark}` },
    );
  const tagged = <One extends { tags: string[] }>(rows: readonly One[]): One[] =>
    rows.map((row) => ({ ...row, tags: row.tags.map((tag) => `${tag}-${mark}`) }));
  return {
    ...world,
    pipelines: named(world.pipelines),
    companies: tagged(named(world.companies)),
    people: tagged(atCompany(world.people)),
    leads: tagged(atCompany(world.leads)),
    opportunities: tagged(named(atCompany(world.opportunities))),
    tasks: tagged(named(world.tasks)),
    projects: tagged(named(world.projects)),
    activities: world.activities.map((activity) =>
      activity.details ? { ...activity, details: `${activity.details} ${mark}` } : activity,
    ),
  };
}
