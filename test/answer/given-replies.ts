import { onTestFinished } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { type Answered, startHarness } from '../harness.ts';
import { turning } from '../turning.ts';

/** What one address answers: rows that are paged, or a reply of any other form. */
export interface GivenReply {
  readonly rows?: readonly JsonValue[];
  /** `X-PW-TOTAL`; default: the number of rows. Null: no header. */
  readonly total?: number | null;
  /** The most rows a page holds, whatever is asked for. */
  readonly holds?: number;
  /** True if every page is the same. */
  readonly unpaged?: boolean;
  /** The whole body. */
  readonly json?: JsonValue;
  readonly status?: number;
  /** Called before it answers, with the number of requests to it so far; what it returns is answered instead. */
  readonly before?: (requests: number) => Promise<void> | GivenReply | undefined | void;
}

const lists: Readonly<Record<string, GivenReply>> = {
  '/users/search': { rows: [{ id: 1, name: 'Ann Bell', email: 'ann@x.example', groups: [] }] },
  '/pipelines': {
    json: [
      {
        id: 10,
        name: 'Sales',
        is_revenue: true,
        stages: [{ id: 101, name: 'Negotiation', win_probability: 50 }],
      },
      {
        id: 20,
        name: 'Enterprise',
        is_revenue: true,
        stages: [{ id: 201, name: 'Negotiation', win_probability: 50 }],
      },
    ],
  },
  '/activity_types': {
    json: {
      user: [{ id: 0, category: 'user', name: 'Note' }],
      system: [{ id: 1, category: 'system', name: 'Changed' }],
    },
  },
};

/** Fields that Copper sends of every record, empty or not: without them, nothing would be known of them. */
const empty = { details: null, interaction_count: null, date_last_contacted: null, customer_source_id: null };

const withEmpty = (row: JsonValue): JsonValue =>
  isObject(row) && Object.keys(row).length > 0 ? Object.assign({}, empty, row) : row;

function answerOf(given: GivenReply, body: JsonValue): Response {
  const { rows = [], total = rows.length, holds = 200, unpaged = false, json, status = 200 } = given;
  if (json !== undefined) return Response.json(json, { status });
  const { page_number: page = 1, page_size: asked = 20, ids } = isObject(body) ? body : {};
  const size = Math.min(Number(asked), holds);
  const start = (Number(page) - 1) * size;
  const named = Array.isArray(ids)
    ? rows.filter((row) => isObject(row) && ids.includes(row.id ?? null))
    : rows;
  const headers = total === null ? {} : { 'X-PW-TOTAL': String(Array.isArray(ids) ? named.length : total) };
  const shown = unpaged ? rows : named.slice(start, start + size);
  return Response.json(shown.map(withEmpty), { status, headers });
}

/** A client of the product on a Copper that answers what is given here: by path, empty lists elsewhere. */
export async function onReplies(
  routes: Readonly<Record<string, GivenReply>>,
  env: Readonly<Record<string, string>> = {},
) {
  const asked: { path: string; body: JsonValue }[] = [];
  const replies: Readonly<Record<string, GivenReply>> = { ...lists, ...routes };
  const harness = await startHarness({
    env: { COPPER_TIMEZONE: 'UTC', ...env },
    wrap: () => async (request) => {
      const path = new URL(request.url).pathname.replace('/developer_api/v1', '');
      const body: JsonValue = JSON.parse((await request.text()) || '{}');
      asked.push({ path, body });
      const given = replies[path] ?? { json: [] };
      const other = await given.before?.(asked.filter((one) => one.path === path).length);
      return answerOf(other ?? given, body);
    },
  });
  onTestFinished(() => harness.close());
  const call = (tool: string, input: Record<string, unknown> = {}): Promise<Answered> =>
    turning(harness.call(tool, input), harness.clock, 1_000);
  return {
    ...harness,
    call,
    asked,
    /** The bodies sent to one address. */
    sent: (path: string) => asked.filter((one) => one.path === path).map(({ body }) => body),
    /** The lines of a call's answer. */
    async lines(tool: string, input: Record<string, unknown> = {}): Promise<string[]> {
      return (await call(tool, input)).text.split('\n');
    },
    /** A call's answer as data. */
    async data(tool: string, input: Record<string, unknown> = {}): Promise<JsonObject> {
      const { structured } = await call(tool, input);
      return JSON.parse(JSON.stringify(structured));
    },
  };
}

/** A deal with an id, and whatever else matters. */
export const deal = (id: JsonValue, more: JsonObject = {}): JsonObject => ({
  id,
  name: `Deal ${id}`,
  assignee_id: 1,
  pipeline_id: 10,
  pipeline_stage_id: 101,
  status: 'Open',
  monetary_value: 100,
  monetary_unit: 'USD',
  date_created: 1_790_000_000,
  ...more,
});

/** Deals with the ids from 1 on. */
export const deals = (count: number, more: JsonObject = {}): JsonObject[] =>
  Array.from({ length: count }, (_, at) => deal(at + 1, more));
