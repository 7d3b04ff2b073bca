import type { Client } from '../clients/client.ts';
import { modeOf } from '../clients/entry.ts';
import { lookAt, type Sight } from '../clients/look.ts';
import { clients } from '../clients/table.ts';
import type { Prompts } from './prompts.ts';
import { type Shell, UsageError } from './shell.ts';

/** What is asked of the clients of this machine. */
export interface Wanted {
  readonly named: readonly Client[];
  readonly all: boolean;
  readonly question: string;
  /** Which installed clients come into question. */
  readonly fits: (sight: Sight) => boolean;
}

const hints = {
  absent: 'no configuration yet',
  unusable: 'its configuration cannot be read',
  broken: 'its configuration is broken',
  'no entry': '',
  'another server': 'another server is called copper',
} as const;

const hintOf = ({ state }: Sight) =>
  state.is === 'ours' ? `there: ${modeOf(state.entry)}` : hints[state.is];

const names = (sights: readonly Sight[]) => sights.map(({ client }) => client.id).join(', ');

/**
 * The clients that are meant: those that were named, all that come into question, or those that a person picks.
 *
 * @param prompts undefined where nobody may be asked
 * @returns none where none comes into question
 * @throws UsageError where it is not clear which are meant
 */
export async function chooseClients(
  { surroundings }: Shell,
  { named, all, question, fits }: Wanted,
  prompts: Prompts | undefined,
): Promise<readonly Sight[]> {
  if (named.length > 0) return named.map((client) => lookAt(client, surroundings));
  const fitting = clients
    .map((client) => lookAt(client, surroundings))
    .filter((sight) => sight.installed && fits(sight));
  if (all || fitting.length === 0) return fitting;
  if (prompts === undefined)
    throw new UsageError(`Which client? Found: ${names(fitting)}. Name some, or add --all.`);
  const choices = fitting.map((sight) => ({
    value: sight.client.id,
    label: sight.client.name,
    hint: hintOf(sight),
  }));
  const ready = fitting.filter(({ state }) => !['unusable', 'broken', 'another server'].includes(state.is));
  const picked = await prompts.several(
    question,
    choices,
    ready.map(({ client }) => client.id),
  );
  return fitting.filter(({ client }) => picked.includes(client.id));
}
