import type { CallerEntry } from '../../http/callers-file.ts';
import type { SignedInPerson } from '../../http/sign-in/people.ts';
import { newSecret } from '../../http/sign-in/seal.ts';
import { hashToken, newToken } from '../../http/tokens.ts';
import { suggestNames } from '../../names/suggestions.ts';
import { joined, numbered } from '../../tool/sentences.ts';
import { commands } from '../commands.ts';
import { readArguments } from '../read-arguments.ts';
import { didYouMean, type ExitCode, type Shell, UsageError } from '../shell.ts';
import { editCallers, editedCallers, readCallers } from './callers.ts';
import { withSignIns } from './signed-in.ts';

/** What a command was called with. */
interface TokenArguments {
  /** Path of the callers file, if one is named. */
  readonly path: string | undefined;
  /** Path of the file of sign-ins, if one is named. */
  readonly signIns: string | undefined;
  readonly json: boolean;
}

const toJson = (value: object) => JSON.stringify(value, undefined, 2);

/** Prints a new secret; it is stored nowhere. */
function printSecret(shell: Shell, { json }: TokenArguments): void {
  const secret = newSecret();
  shell.print(json ? toJson({ secret }) : secret);
  shell.warn(
    'Save the secret, best in a file that only the server can read, and name it by COPPER_HTTP_SECRET_FILE. To replace one, put the new secret on the first line and the old one on the second.',
  );
}

/** Creates a bearer token: the token goes to stdout, once; only its hash is stored. */
async function createToken(shell: Shell, name: string, { path, json }: TokenArguments): Promise<void> {
  const token = newToken();
  const entry = { name, sha256: hashToken(token), copper: 'server' };
  if (path === undefined) editedCallers(undefined, 'The name', () => [entry]);
  else await editCallers(shell, path, (entries) => [...entries, entry]);
  const stored = path === undefined ? {} : { callers: path };
  const { sha256 } = entry;
  shell.print(json ? toJson({ name, token, sha256, ...stored }) : token);
  shell.warn(
    path === undefined
      ? `Save the token: it is not shown again. Add this to your callers file:\n${toJson(entry)}`
      : `Save the token: it is not shown again. ${path} now has its hash, under ${name}; a running server accepts it within a second.`,
  );
}

const identifiedBy = ({ sha256, claims }: CallerEntry) =>
  [...(sha256 === undefined ? [] : ['token']), ...(claims === undefined ? [] : ['claims'])].join(', ');

const keyUsed = ({ copper }: CallerEntry) =>
  typeof copper === 'string'
    ? { server: "the server's key", caller: 'a key it sends' }[copper]
    : 'its own key';

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Rows as columns of equal width. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const noPlace =
  'Name the callers file by --callers FILE, or set COPPER_HTTP_SECRET_FILE as for the server that people sign in to.';

/** Prints who may call, and who has signed in; no token, hash or key. */
async function listTokens(shell: Shell, { path, signIns, json }: TokenArguments): Promise<void> {
  const callers = readCallers(shell, path);
  const people = await withSignIns(shell, signIns, async (found) => found.people);
  if (path === undefined && people === undefined) throw new UsageError(noPlace);
  if (json) {
    const listed = callers.map((entry) => ({
      name: entry.name,
      by: identifiedBy(entry),
      key: keyUsed(entry),
    }));
    const signedIn = (people ?? []).map((person) => ({
      ...person,
      signIns: person.signIns.map(({ client, until }) => ({ client, until: new Date(until).toISOString() })),
    }));
    shell.print(toJson({ callers: listed, people: signedIn }));
    return;
  }
  const rows = [
    ...callers.map((entry) => [entry.name, identifiedBy(entry), keyUsed(entry)]),
    ...(people ?? []).flatMap(({ id, name, email, signIns: all }) =>
      (all.length === 0 ? [{ client: 'signing in', until: undefined }] : all).map(({ client, until }) => [
        id,
        `${name} <${email}>`,
        client,
        until === undefined ? '' : `until ${day(until)} unless used`,
      ]),
    ),
  ];
  for (const line of aligned(rows)) shell.print(line);
  const found = [
    ...(path === undefined ? [] : [numbered(callers.length, 'caller', 'callers')]),
    ...(people === undefined
      ? []
      : [`${numbered(people.length, 'key', 'keys')} of people who have signed in`]),
  ];
  shell.warn(`${joined(found, 'and')}.`);
}

/** Whom of those who have signed in a name means: by id, by e-mail address, or by a name that only one of them has. @throws UsageError */
function peopleNamed(name: string, people: readonly SignedInPerson[]): readonly SignedInPerson[] {
  const lower = name.toLowerCase();
  const exact = people.filter(({ id, email }) => id === name || email.toLowerCase() === lower);
  if (exact.length > 0) return exact;
  const named = people.filter((each) => each.name.toLowerCase() === lower);
  const emails = [...new Set(named.map(({ email }) => email.toLowerCase()))];
  if (emails.length > 1)
    throw new UsageError(`"${name}" is the name of ${joined(emails, 'and')}: use an e-mail address.`);
  return named;
}

function unknownName(name: string, callers: readonly CallerEntry[], people: readonly SignedInPerson[]) {
  const known = [...callers.map((entry) => entry.name), ...people.flatMap((each) => [each.name, each.email])];
  const hint = didYouMean(suggestNames(name, known, 3));
  return new UsageError(`Nobody is named "${name}".${hint} \`copper-mcp token list\` shows all.`);
}

/** Takes everything from a name: the caller's entry, and all sign-ins of a person. */
async function revoke(shell: Shell, name: string, { path, signIns, json }: TokenArguments): Promise<void> {
  const callers = readCallers(shell, path);
  const isCaller = callers.some((entry) => entry.name === name);
  const ended = await withSignIns(shell, signIns, async ({ people, end }) => {
    const found = peopleNamed(name, people);
    if (found.length === 0 && !isCaller) throw unknownName(name, callers, people);
    if (found.length > 0) await end(found.map(({ id }) => id));
    return found;
  });
  if (path === undefined && ended === undefined) throw new UsageError(noPlace);
  if (ended === undefined && !isCaller) throw unknownName(name, callers, []);
  if (isCaller && path !== undefined)
    await editCallers(shell, path, (entries, callers) =>
      entries.filter((_, at) => callers[at]?.name !== name),
    );
  const people = (ended ?? []).map(({ id, email, signIns: all }) => ({ id, email, signIns: all.length }));
  if (json) {
    shell.print(toJson({ name, caller: isCaller, people }));
    return;
  }
  if (isCaller)
    shell.print(`${name} is no longer in ${path}; a running server refuses the token within a second.`);
  for (const { id, email, signIns: count } of people)
    shell.print(
      `${id} (${email}): ${numbered(count, 'sign-in', 'sign-ins')} ended and the key forgotten; a running server refuses the tokens within a second. Whoever may sign in can do so again.`,
    );
}

/** Replaces a caller's token by a new one. */
async function rotate(shell: Shell, name: string, { path, signIns, json }: TokenArguments): Promise<void> {
  const callers = readCallers(shell, path);
  const entry = callers.find((each) => each.name === name);
  if (path === undefined || entry === undefined) {
    const people = (await withSignIns(shell, signIns, async (found) => found.people)) ?? [];
    if (peopleNamed(name, people).length > 0)
      throw new UsageError(
        `${name} has signed in, and clients renew such tokens by themselves; \`copper-mcp token revoke\` ends them.`,
      );
    if (path === undefined) throw new UsageError('Name the callers file by --callers FILE.');
    throw unknownName(name, callers, people);
  }
  const token = newToken();
  const sha256 = hashToken(token);
  await editCallers(shell, path, (entries, callers) => {
    const at = callers.findIndex((each) => each.name === name);
    if (at < 0) throw unknownName(name, callers, []);
    if (callers[at]?.sha256 === undefined)
      throw new UsageError(`${name} has no token here: the issuer's claims identify this caller.`);
    return entries.with(at, { ...entries[at], sha256 });
  });
  shell.print(json ? toJson({ name, token, sha256, callers: path }) : token);
  shell.warn(
    `Save the token: it is not shown again. ${path} now has its hash, under ${name}; a running server accepts it, and refuses the old one, within a second.`,
  );
}

const withName = { new: createToken, revoke, rotate };
const withoutName = { secret: printSecret, list: listTokens };

/** Creates, lists, ends and replaces what callers of the HTTP server prove themselves with. */
export async function tokenCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(commands.token, args);
  const [verb = '', name] = positionals;
  const path = values.callers ?? (shell.env.COPPER_HTTP_CALLERS?.trim() || undefined);
  const given = { path, signIns: values['sign-ins'], json: values.json ?? false };
  if (name === undefined && (verb === 'secret' || verb === 'list')) await withoutName[verb](shell, given);
  else if (name !== undefined && (verb === 'new' || verb === 'revoke' || verb === 'rotate'))
    await withName[verb](shell, name, given);
  else {
    throw new UsageError(
      'Write `copper-mcp token new NAME`, `list`, `revoke NAME`, `rotate NAME` or `secret`; `copper-mcp token --help` explains them.',
    );
  }
  return 0;
}
