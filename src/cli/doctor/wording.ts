import type { SettingSource } from '../../config.ts';

/** Where a value comes from, as a person reads it. */
export function told(origin: SettingSource, usual = 'the default'): string {
  if (origin.kind === 'default') return usual;
  if (origin.kind === 'file') return `from ${origin.path} (${origin.variable})`;
  return `from ${origin.variable}`;
}

/** A variable that is set in a shell is not known to what a client starts. */
export const alsoInClient = 'in the configuration of the client as well';

/** What happened, without the next move that an agent is given: the doctor has its own. */
export const firstSentence = ({ message }: Error): string => message.replace(/\. [A-Z].*$|\.$/s, '');
