import { describe, expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { isObject } from '../../src/tool/json.ts';
import { openTestClient } from './test-client.ts';

type Input = Record<string, unknown>;
type Cell = string | number | boolean | null;

/** A table in JSON. */
interface JsonTable {
  readonly kind: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** All tables of an answer, those of its totals and parts included. */
function tablesIn(answer: unknown): JsonTable[] {
  if (!isObject(answer)) return [];
  const { kind, columns, rows, totals, parts } = answer;
  const own = JSON.parse(
    JSON.stringify({ kind, columns, rows: [...[rows].flat(), ...[totals ?? []].flat()] }),
  );
  return [own, ...[parts ?? []].flat().flatMap(tablesIn)];
}

/** What no program could use: amounts in text, and columns of several types. */
function faultsIn({ kind, columns, rows }: JsonTable): string[] {
  return columns.flatMap((name, at) => {
    const cells = rows.map((row) => row[at] ?? null).filter((cell) => cell !== null);
    const texts = cells.filter((cell) => /^-?[\d,.]+ [A-Z]{3}$/.test(String(cell)));
    const types = [...new Set(cells.map((cell) => typeof cell))];
    return [
      ...texts.map((text) => `${kind}.${name}: ${text}`),
      ...(types.length > 1 ? [`${kind}.${name}: ${types.join(' and ')}`] : []),
    ];
  });
}

const everything = { fields: ['*'], limit: 200 };
const since = { during: '2025-01-01..' };

/** At least one call of every tool, and of reports all tables that they can have. */
const calls: [string, Input][] = [
  ...published
    .filter(({ name }) => /^(search|list)_/.test(name))
    .map(({ name }): [string, Input] => [
      name,
      name === 'list_field_layout_by_entity_type' ? { entity_type: 'person' } : everything,
    ]),
  ['search_opportunities', { ...everything, value: '1..', sort: '-value' }],
  [
    'search_opportunities',
    { fields: ['id', 'owner', 'value', 'stage'], filters: [{ name: 'Region', value: 'EMEA' }] },
  ],
  ['search_opportunities', { fields: ['monetary_value', 'assignee_id', 'interaction_count'] }],
  ['get_user', { id: 'Dana Li' }],
  ['get_opportunity', { id: 2_827_698 }],
  ['get_opportunity_activities', { id: 2_827_698 }],
  ['get_person_by_email', { email: 'petra.osei@globex.example' }],
  ['deals_needing_attention', { limit: 100 }],
  ['deals_needing_attention', { limit: 0 }],
  ['deals_needing_attention', { reasons: ['silent', 'stuck', 'no_value'], stuck: 'usual' }],
  ['pipeline_changes', { ...since, limit: 100 }],
  ['pipeline_changes', { ...since, limit: 0 }],
  ['funnel', since],
  ['funnel', { ...since, limit: 0 }],
  ...['owner', 'team', 'source', 'pipeline', 'month'].map((by): [string, Input] => [
    'funnel',
    { ...since, by },
  ]),
  ['funnel', { what: 'leads' }],
  ['funnel', { what: 'leads', by: 'owner' }],
  ...['owner', 'pipeline', 'source', 'loss_reason'].map((by): [string, Input] => [
    'pipeline_changes',
    { ...since, by },
  ]),
  ...[
    'owner',
    'stage',
    'pipeline',
    'closes month',
    'currency',
    'status',
    'company',
    'tags',
    'Seats',
    'Region',
  ].map((by): [string, Input] => [
    'summarize',
    { what: 'opportunities', by, measure: ['sum value', 'median value'] },
  ]),
  ['summarize', { what: 'opportunities', measure: 'sum value' }],
  [
    'summarize',
    { what: 'opportunities', by: 'owner', measure: ['weighted value', 'converted value', 'Seats'] },
  ],
  ['summarize', { what: 'opportunities', by: 'probability', measure: 'count' }],
  ['summarize', { what: 'leads', by: ['status', 'source'], measure: 'sum value' }],
  ['summarize', { what: 'people', by: 'company', measure: 'interactions' }],
  ['summarize', { what: 'tasks', by: 'due month' }],
  ...['Globex', 'Petra Osei', 'opportunity 2827698', 'Hooli'].map((about): [string, Input] => [
    'brief',
    { about },
  ]),
  ['find', { name: 'Globex' }],
  ['find', { name: 'Dana' }],
];

const profiles: [string, Partial<SandboxOptions>][] = [
  ['what Copper documents', { names: 'documented' }],
  [
    'the contract to the letter',
    { names: 'contract', shape: 'envelope', closeDate: 'seconds', activityTypes: 'flat', fields: 'contract' },
  ],
];

describe.each(profiles)('in JSON, on %s', async (_, sandbox) => {
  const client = await openTestClient({ env: { COPPER_FORMAT: 'json' }, sandbox });

  test.each(calls)('each column of %s %j has one type, and no amount is text', async (tool, input) => {
    const { structured, text } = await client.call(tool, input);
    const tables = tablesIn(structured);
    if (tables.length === 0) expect(text).toMatch(/^(unknown_name|invalid_input|not_found): /);
    expect(tables.flatMap(faultsIn)).toEqual([]);
  });
});
