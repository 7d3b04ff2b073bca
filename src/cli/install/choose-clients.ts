import { type ConfigSnapshot, takeSnapshot, takeSnapshots } from '../../clients/config-snapshot.ts';
import { accessModeOf } from '../../clients/entry.ts';
import type { LocalMachine } from '../../clients/local-machine.ts';
import type { McpClient } from '../../clients/mcp-clients.ts';
import { UsageError } from '../shell.ts';
import { PromptCancelled, type UserPrompts } from '../terminal/prompts.ts';
import { type InstallOptions, type StepContext, unclearName } from './options.ts';

const hints = {
  absent: 'no configuration yet',
  unreadable: 'its configuration cannot be read',
  'no entry': '',
  'another server': 'has another server named copper',
} as const;

const hintOf = ({ state }: ConfigSnapshot) =>
  state.is === 'ours' ? `set up: ${accessModeOf(state.entry)}` : hints[state.is];

const choiceOf = (snapshot: ConfigSnapshot) => ({
  value: snapshot.client.id,
  label: snapshot.client.name,
  hint: hintOf(snapshot),
});

/** Asks which of the clients that a word may mean are meant; those on this machine are preset. @throws UsageError */
async function chooseMeant(
  unclear: InstallOptions['unclear'][number],
  machine: LocalMachine,
  prompts: UserPrompts | undefined,
): Promise<readonly McpClient[]> {
  if (prompts === undefined) throw unclearName(unclear);
  const snapshots = unclear.candidates.map((client) => takeSnapshot(client, machine));
  const installed = snapshots.filter((snapshot) => snapshot.installed).map(({ client }) => client.id);
  const question = `Which of these do you mean by "${unclear.word}"?`;
  const selected = await prompts.chooseMany(question, snapshots.map(choiceOf), installed);
  return unclear.candidates.filter(({ id }) => selected.includes(id));
}

/**
 * The clients that are meant: those that were named, all that fit, or those that a person selects.
 *
 * @param fits which installed clients may be selected
 * @returns none if none fits
 * @throws UsageError if it is not clear which are meant; PromptCancelled if a person selects none of those that a word may mean
 */
export async function chooseClients(
  { shell: { machine }, options, prompts }: StepContext,
  question: string,
  fits: (snapshot: ConfigSnapshot) => boolean,
): Promise<readonly ConfigSnapshot[]> {
  const { all, 'dry-run': dryRun, unclear } = options;
  const named = [...options.clients];
  for (const each of unclear) named.push(...(await chooseMeant(each, machine, prompts)));
  if (unclear.length > 0 && named.length === 0) throw new PromptCancelled();
  if (named.length > 0) return [...new Set(named)].map((client) => takeSnapshot(client, machine));
  const fitting = takeSnapshots(machine).filter(fits);
  if (all || dryRun || fitting.length === 0) return fitting;
  if (prompts === undefined) {
    const found = fitting.map(({ client }) => client.id).join(', ');
    throw new UsageError(`Which clients? Found: ${found}. Name one or more, or add --all.`);
  }
  const ready = fitting.filter(({ state }) => state.is !== 'unreadable' && state.is !== 'another server');
  const preset = ready.map(({ client }) => client.id);
  const selected = await prompts.chooseMany(question, fitting.map(choiceOf), preset);
  return fitting.filter(({ client }) => selected.includes(client.id));
}
