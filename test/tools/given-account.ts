import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { openTestClient, type TestClient } from './test-client.ts';

/** Replies by method and path, in place of the sandbox's: lists, or what a request's body makes of it. */
export type GivenReplies = Readonly<
  Record<string, readonly JsonObject[] | ((body: JsonObject) => readonly JsonObject[])>
>;

/** A client to an account whose lists are given here; everything else is the sandbox. `bodies` are those of the requests to it. */
export async function openGivenAccount(
  given: GivenReplies,
): Promise<TestClient & { bodies: (path: string) => JsonObject[] }> {
  const sent: { path: string; body: JsonObject }[] = [];
  const client = await openTestClient({
    wrap: (send) => async (request) => {
      const path = new URL(request.url).pathname.replace('/developer_api/v1', '');
      const reply = given[`${request.method} ${path}`];
      if (reply === undefined) return send(request);
      const text = request.method === 'POST' ? await request.text() : '';
      const body: JsonObject = text === '' ? {} : JSON.parse(text);
      sent.push({ path, body });
      const rows: readonly JsonValue[] = typeof reply === 'function' ? reply(body) : reply;
      const total = { 'content-type': 'application/json', 'x-pw-total': String(rows.length) };
      return new Response(JSON.stringify(rows), { headers: total });
    },
  });
  return { ...client, bodies: (path) => sent.filter((one) => one.path === path).map(({ body }) => body) };
}
