import type { AccountExamination } from './examination.ts';
import { firstSentence } from './wording.ts';

/** Whether the account has leads, which can be switched off. */
export const leads: AccountExamination = async ({ ask }) => {
  const statuses = await ask({ operation: 'listLeadStatuses' });
  if (!(statuses instanceof Error)) return [{ mark: 'ok', what: 'leads', said: 'available' }];
  const off = statuses.kind === 'forbidden' || statuses.kind === 'not_found';
  return [
    {
      mark: 'warn',
      what: 'leads',
      said: off ? 'not available' : firstSentence(statuses),
      advice: off
        ? 'Leads are switched off for this account, or the user may not see them. The other tools work.'
        : 'Try again later; the other tools work.',
    },
  ];
};
