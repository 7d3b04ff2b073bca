import type { Named, World } from '../../src/sandbox/sandbox.ts';

/**
 * Names as accounts really have them: some differ in signs or marks only, some are numbers, some are the same, and some are gone. Each
 * world is changed before anybody has asked it anything, and only in lists and records of its own.
 */

/** The first entries of a list under other names. */
const renamed = <One extends Named>(list: readonly One[], names: readonly string[]): One[] =>
  list.map((one, at) => ({ ...one, name: names[at] ?? one.name }));

const optionNames: Readonly<Record<string, readonly string[]>> = {
  Region: ['C', 'C++', 'C#'],
  Products: ['⭐', '⭐⭐', '⭐⭐⭐', '< 50', '> 50'],
  Industry: ['カス', 'ガス', 'Ano', 'Año', '$', '$$'],
  Role: ['1', '-1', '+1', '1-10', '1.10'],
  Interests: ['A', 'A+', 'A-', '2026'],
};

/** The id of a user who left. */
const gone = 137_001;

/** A world like this one, with odd names. */
export function makeOdd(usual: World): World {
  const world = structuredClone(usual);
  const leadStatuses = renamed(world.leadStatuses, ['A+', 'A-', 'Qualified', '3']);
  Object.assign(world, {
    users: world.users.map((user, at) => ({
      ...user,
      name: at === 2 ? 'Dana Li' : at === 5 ? '007' : user.name,
    })),
    pipelines: world.pipelines.map((pipeline, at) => ({
      ...pipeline,
      name: ['2026', 'Q4+', 'Q4-'][at] ?? pipeline.name,
      stages: renamed(
        pipeline.stages,
        at === 0 ? ['1', '10', 'Negotiation', '> 50'] : at === 1 ? ['< 50'] : [],
      ),
    })),
    customerSources: renamed(world.customerSources, ['C', 'C++', 'C#', '2025', 'Ano', 'Año']),
    lossReasons: renamed(world.lossReasons, ['$', '$$', '$$$', '1', '-1', '+1']),
    contactTypes: renamed(world.contactTypes, ['A', 'A+', 'A-', '1-10', '1.10']),
    leadStatuses,
    customFields: world.customFields.map((field) => ({
      ...field,
      ...(field.options === undefined
        ? {}
        : {
            options: field.options.map((option) => ({
              ...option,
              name: optionNames[field.name]?.[option.rank] ?? option.name,
            })),
          }),
    })),
  });
  for (const lead of world.leads)
    lead.status = leadStatuses.find(({ id }) => id === lead.status_id)?.name ?? lead.status;
  world.companies.slice(20, 26).forEach((company, at) => {
    company.name = ['1871', '2024', '3M', '<3', '99 %', '1871 Ltd'][at] ?? company.name;
  });
  for (const [at, deal] of world.opportunities.entries()) {
    deal.company_name = world.companies.find(({ id }) => id === deal.company_id)?.name ?? deal.company_name;
    if (at % 9 === 4) deal.monetary_unit = null;
    if (at % 4 === 1 && deal.monetary_unit === 'USD' && deal.monetary_value !== null) {
      // Cents, which binary fractions cannot hold.
      deal.monetary_value += (at % 100) / 100;
      deal.converted_value = deal.monetary_value;
    }
    if (at % 25 === 3) deal.assignee_id = gone;
    if (at % 10 === 5) deal.tags = [['A+', 'A-', '2026', '#hot'][(at / 5) % 4] ?? 'A+'];
  }
  for (const person of world.people)
    person.company_name =
      world.companies.find(({ id }) => id === person.company_id)?.name ?? person.company_name;
  return world;
}
