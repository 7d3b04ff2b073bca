import { resolve } from 'node:path';
import { codeOf, isExposed } from '../clients/local-machine.ts';
import { type Shell, UsageError } from './shell.ts';

/** A file to which lines are appended. */
interface AuditFile {
  /** @throws what the disk throws */
  append(text: string): void;
  readonly warnings: readonly string[];
}

/**
 * The file of `--audit`. It is opened for each piece, so that one that was renamed or removed is begun anew without a signal.
 *
 * @throws UsageError for one that cannot be written
 */
export function openAuditFile({ machine }: Shell, given: string): AuditFile {
  const path = resolve(given);
  const { disk } = machine;
  const append = (text: string) => disk.append(path, Buffer.from(text), 0o600);
  try {
    if ((disk.stat(path)?.kind ?? 'file') !== 'file') throw new UsageError(`${given} is not a regular file.`);
    append('');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--audit: ${given} cannot be written (${codeOf(error) || 'unknown reason'}); check its path and permissions.`,
    );
  }
  const warning = `Other users can read ${given}, which tells who saw which records; chmod go-rwx prevents that.`;
  return { append, warnings: isExposed(machine, path) ? [warning] : [] };
}
