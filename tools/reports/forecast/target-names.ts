import { bySpelling } from '../../../src/names/spelling.ts';
import { ambiguousNameError, unknownWordError } from '../../../src/names/unknown-name.ts';
import { quoted, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import type { RequestContext } from '../../../src/tool/tool.ts';

/** Whose a target is: everybody's, or that of one user, team or pipeline, by its id as text. */
export type TargetOwner =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'owner' | 'team' | 'pipeline'; readonly key: string; readonly name: string };

/** Other words for everybody, unless somebody or something is called so. */
const everybody = ['everyone', 'all', 'total', 'company'];

type NamedOwner = Exclude<TargetOwner, { readonly kind: 'everybody' }>;

const nameOf = ({ name }: NamedOwner): readonly string[] => [name];
const formOf = ({ kind, name }: NamedOwner) => `${kind} ${quoteIfAmbiguous(name)}`;

/** A word in front of a name that tells what it is the name of. */
const kindInFront = /^(user|owner|team|pipeline)[\s:]\s*([^\s:].*)$/isu;

/** All users, teams and pipelines of the account. */
async function allOwners({ names }: RequestContext): Promise<readonly NamedOwner[]> {
  const users = await names.all('user');
  const teams = new Map(
    users.flatMap(({ teams: own = [] }) => own.map(({ id, name }) => [id, name] as const)),
  );
  return [
    ...users.map(({ key, name }): NamedOwner => ({ kind: 'owner', key, name })),
    ...[...teams].map(([id, name]): NamedOwner => ({ kind: 'team', key: String(id), name })),
    ...(await names.all('pipeline')).map(({ key, name }): NamedOwner => ({ kind: 'pipeline', key, name })),
  ];
}

/** Finds whose a target is by what somebody wrote. */
export type FindTargetOwner = (text: string) => Promise<TargetOwner>;

/**
 * Finds users, teams and pipelines by their whole names, users also by their e-mail address, and by a part of their name if `isLoose`.
 * The lists are read with the first name.
 *
 * The function that it returns throws ToolError `unknown_name`, with the nearest names or with those that a text may mean.
 */
export function targetOwnerFinder(context: RequestContext, isLoose: boolean): FindTargetOwner {
  let known: readonly NamedOwner[] | undefined;
  async function all(): Promise<readonly NamedOwner[]> {
    known ??= await allOwners(context);
    return known;
  }

  async function named(text: string): Promise<readonly NamedOwner[]> {
    const found = bySpelling(text, await all(), nameOf)?.found ?? [];
    if (found.length > 0) return found;
    const isMe = text.trim().toLowerCase() === 'me';
    const users = isMe && !isLoose ? undefined : await context.names.match('user', text, { whole: !isLoose });
    return (users ?? []).map(({ key, name }) => ({ kind: 'owner', key, name }));
  }

  return async (text) => {
    const given = text.trim().toLowerCase();
    if (given === 'everybody') return { kind: 'everybody' };
    const whole = await named(text);
    if (whole.length === 0 && everybody.includes(given)) return { kind: 'everybody' };
    const [, word = '', rest = ''] = whole.length === 0 ? (kindInFront.exec(text.trim()) ?? []) : [];
    const kind = word.toLowerCase() === 'user' ? 'owner' : word.toLowerCase();
    const found = rest === '' ? whole : (await named(rest)).filter((one) => one.kind === kind);
    const [only, second] = found;
    if (only === undefined)
      throw unknownWordError(`There is no user, team or pipeline ${quoted(text)}.`, rest || text, {
        candidates: (await all()).map(({ name }) => name),
        most: 3,
        available: 'The target of all together is that of "everybody".',
      });
    if (second === undefined) return only;
    const isOneKind = found.every((one) => one.kind === only.kind);
    throw ambiguousNameError(text, {
      what: isOneKind ? `several ${only.kind === 'owner' ? 'user' : only.kind}s` : 'several names',
      listed: found.map((one) => (isOneKind ? `${formOf(one)} (${one.key})` : formOf(one))),
      advice: isOneKind
        ? 'Give another one, or rename one of them.'
        : 'Put owner, team or pipeline in front.',
    });
  };
}
