import { type CancelSignal, type Clock, runAfter } from '../tool/clock.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Choice } from '../tool/tool-error.ts';
import type { SendToClient } from './stdio-exchanges.ts';

/** True for a client that shows people forms; one that does not say what it shows means them. */
export function showsForms(capabilities: unknown): boolean {
  const elicitation = isObject(capabilities) ? capabilities.elicitation : undefined;
  return isObject(elicitation) && (elicitation.form !== undefined || elicitation.url === undefined);
}

/** What is chosen, in the form that a person fills in. */
export const choiceField = 'choice';

/** The first revision whose clients are asked, and the first in which each option has a title of its own; before, all titles are one list. */
const revisions = { first: '2025-06-18', withTitles: '2025-11-25' };

/**
 * The form of a choice.
 *
 * @param revision of the client
 */
export function choiceForm({ question, options }: Choice, revision: string) {
  const values = options.map(({ value }) => value);
  const titles = options.map(({ label }) => label);
  const among =
    revision < revisions.withTitles
      ? { enum: values, enumNames: titles }
      : { oneOf: options.map(({ value, label }) => ({ const: value, title: label })) };
  return {
    message: question,
    requestedSchema: {
      type: 'object' as const,
      properties: { [choiceField]: { type: 'string' as const, title: 'Record', ...among } },
      required: [choiceField],
    },
  };
}

/**
 * How long a person may take, in milliseconds. Clients made with the official SDK end a call after 60 seconds unless told otherwise: by
 * then they should have the sentence that everybody else gets.
 */
const patienceMs = 45_000;

/** The value that a client's response says was chosen. */
function chosenIn({ result }: JsonObject): string | undefined {
  const content = isObject(result) && result.action === 'accept' ? result.content : undefined;
  const value = isObject(content) ? content[choiceField] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What one legacy client is asked while its calls are running. */
export interface Questions {
  /**
   * Lets the person choose. Ends with their answer, at the end of the time, or with the signal.
   *
   * @returns the argument that was chosen; undefined if nobody can be asked, or nobody chose
   */
  ask(choice: Choice, signal: CancelSignal): Promise<JsonObject | undefined>;
  /** Takes a response of the client; one to no question, or that comes too late, is ignored. */
  hear(response: JsonValue): void;
}

/** @param hello what the client has said of itself in its handshake */
export function createQuestions(
  send: SendToClient,
  clock: Pick<Clock, 'sleep'>,
  hello: JsonObject = {},
): Questions {
  const revision = String(hello.protocolVersion);
  const canBeAsked = revision >= revisions.first && showsForms(hello.capabilities);
  const open = new Map<unknown, (response: JsonObject) => void>();
  let count = 0;

  return {
    async ask(choice, signal) {
      if (!canBeAsked || signal.aborted) return undefined;
      const id = `choice-${++count}`;
      let giveUp = () => {};
      const response = new Promise<JsonObject>((resolve) => {
        open.set(id, resolve);
        giveUp = () => {
          send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
          resolve({});
        };
      });
      const stopTimer = runAfter(clock, patienceMs, giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
      send({ jsonrpc: '2.0', id, method: 'elicitation/create', params: choiceForm(choice, revision) });
      const value = chosenIn(await response);
      open.delete(id);
      stopTimer();
      signal.removeEventListener('abort', giveUp);
      return value === undefined ? undefined : { [choice.input]: value };
    },
    hear(response) {
      if (isObject(response)) open.get(response.id)?.(response);
    },
  };
}
