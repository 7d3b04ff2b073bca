import { type ConfigSnapshot, takeSnapshot, takeSnapshots } from '../../clients/config-snapshot.ts';
import { accessModeOf } from '../../clients/entry.ts';
import { UsageError } from '../shell.ts';
import type { StepContext } from './options.ts';

const hints = {
  absent: 'no configuration yet',
  unreadable: 'its configuration cannot be read',
  'no entry': '',
  'another server': 'has another server named copper',
} as const;

const hintOf = ({ state }: ConfigSnapshot) =>
  state.is === 'ours' ? `set up: ${accessModeOf(state.entry)}` : hints[state.is];

/**
 * The clients that are meant: those that were named, all that fit, or those that a person selects.
 *
 * @param fits which installed clients may be selected
 * @returns none if none fits
 * @throws UsageError if it is not clear which are meant
 */
export async function chooseClients(
  { shell: { machine }, options: { clients, all, 'dry-run': dryRun }, prompts }: StepContext,
  question: string,
  fits: (snapshot: ConfigSnapshot) => boolean,
): Promise<readonly ConfigSnapshot[]> {
  if (clients.length > 0) return clients.map((client) => takeSnapshot(client, machine));
  const fitting = takeSnapshots(machine).filter(fits);
  if (all || dryRun || fitting.length === 0) return fitting;
  if (prompts === undefined) {
    const found = fitting.map(({ client }) => client.id).join(', ');
    throw new UsageError(`Which clients? Found: ${found}. Name one or more, or add --all.`);
  }
  const choices = fitting.map((snapshot) => ({
    value: snapshot.client.id,
    label: snapshot.client.name,
    hint: hintOf(snapshot),
  }));
  const ready = fitting.filter(({ state }) => state.is !== 'unreadable' && state.is !== 'another server');
  const preset = ready.map(({ client }) => client.id);
  const selected = await prompts.chooseMany(question, choices, preset);
  return fitting.filter(({ client }) => selected.includes(client.id));
}
