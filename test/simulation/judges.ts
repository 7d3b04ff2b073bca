import type { Account } from '../oracle/account.ts';
import { type Answer, answerOf } from '../oracle/answers.ts';
import type { Question } from '../oracle/question.ts';
import type { Delivered } from './house.ts';
import { marks } from './marks.ts';
import type { Tenant } from './tenant.ts';

/** What must be true of every answer, whatever was asked and whatever happened. Each judge tells what is wrong, or undefined. */

/** A text that may leave: no key, no mark of another account, nothing of the machine or of the program. */
export function leakIn(
  text: string,
  tenants: readonly Pick<Tenant, 'key' | 'mark'>[],
  own?: string,
): string | undefined {
  const key = tenants.find((one) => text.includes(one.key));
  if (key !== undefined) return `the key of ${key.mark} is told`;
  const mark = marks.find((one) => one !== own && text.toLowerCase().includes(one.toLowerCase()));
  if (mark !== undefined) return `something of the account ${mark} is told`;
  const inside =
    /\bat (?:async )?[\w.<>$ ]+ ?\([^)]*:\d+:\d+\)|\/srv\/|node_modules|file:\/\/\/\w+\/|\.ts:\d+|<!DOCTYPE/i.exec(
      text,
    );
  return inside === null ? undefined : `something of the program or of a machine is told: ${inside[0]}`;
}

interface CallResult {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly isError?: boolean;
  readonly structuredContent?: unknown;
}

interface RpcAnswer {
  readonly result?: CallResult;
  readonly error?: object;
}

/** The JSON-RPC answer in a body, which is JSON or an event stream; undefined where there is none. */
function answerIn(body: string): RpcAnswer | undefined {
  const events = body.split('\n').filter((line) => line.startsWith('data: '));
  const texts = events.length > 0 ? events.map((line) => line.slice('data: '.length)) : [body];
  for (const text of texts) {
    try {
      const message = JSON.parse(text) as RpcAnswer | null;
      if (message?.result !== undefined || message?.error !== undefined) return message;
    } catch {
      // Not an answer, then.
    }
  }
  return undefined;
}

/** Whether a message was answered as the protocol and this server promise: an answer, or a refusal that is not an error of its own. */
export function refusalOf({ status, body }: Delivered, isCancelled: boolean): string | undefined {
  if (isCancelled) return undefined;
  if (body.includes('Internal error')) return 'an internal error';
  if (status === 200) return answerIn(body) === undefined ? 'no answer in the body' : undefined;
  return [400, 404, 503].includes(status) ? undefined : `the status ${status}`;
}

/** The answer of a tool as the oracle reads it; undefined where there is none. */
export function toolAnswer({ body }: Delivered): Answer | undefined {
  const { result } = answerIn(body) ?? {};
  const [first] = result?.content ?? [];
  if (result === undefined || first?.text === undefined) return undefined;
  const { isError = false, structuredContent } = result;
  try {
    return answerOf({ text: first.text, isError, structured: structuredContent, requests: [] });
  } catch {
    return undefined;
  }
}

/** Each record once: no id twice in an answer of records; of changes a deal may have several. */
export function repeatedRow({ what, columns, rows, isError }: Answer): string | undefined {
  const at = columns.indexOf('id');
  if (isError || at < 0 || what === 'changes') return undefined;
  const ids = rows.map((row) => row[at]);
  const twice = ids.find((id, place) => id !== '' && ids.indexOf(id) !== place);
  return twice === undefined ? undefined : `the record ${twice} is there twice`;
}

/** Errors that say what happened on the way, not what the answer is. */
const passing = /^(?:rate_limited|timeout|unavailable): /;

/** True where an answer says by itself that it is not whole. */
const saysSo = ({ text, notes, isError }: Answer) =>
  (isError && passing.test(text)) ||
  /"complete":false|INCOMPLETE|could not be (?:read|checked)|not be read|could be read here|only [\d,]+ of (?:[\d,]+|many) |at least|unknown number/.test(
    [text, ...notes].join('\n'),
  );

/** What the oracle finds wrong, of an answer that says it is whole; `began` and `ended` in Unix seconds. */
export function untruth(
  { wrong }: Question,
  answer: Answer,
  account: Account,
  began: number,
  ended: number,
): string | undefined {
  if (saysSo(answer)) return undefined;
  if (account.home !== account.zone && answer.notes.some((note) => note.includes('COPPER_TIMEZONE')))
    return undefined;
  return wrong(answer, began) === undefined ? undefined : wrong(answer, ended);
}
