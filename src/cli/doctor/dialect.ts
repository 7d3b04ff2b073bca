import type { AccountExamination, Finding } from './examination.ts';
import { firstSentence } from './wording.ts';

/** Which parameter names the account knows, and how its replies look: seen on one small search. */
export const dialect: AccountExamination = async ({ ask, watch, config }) => {
  const body = { fields: ['id', 'name'], page_number: 1, page_size: 25 };
  const search = await ask({ operation: 'searchOpportunities', body });
  const refused = watch.sights.some(({ status }) => status === 422);
  if (search instanceof Error) {
    const advice =
      refused && config.dialect !== 'auto'
        ? { advice: `The account speaks otherwise than COPPER_DIALECT=${config.dialect}: unset it.` }
        : {};
    return [{ mark: 'fail', what: 'dialect', said: firstSentence(search), ...advice }];
  }
  const shape = watch.sights.at(-1)?.shape ?? 'unknown';
  const replies: Finding =
    search.total === undefined
      ? {
          mark: 'warn',
          what: 'replies',
          said: `${shape}, without a total`,
          advice: 'Answers cannot tell how many rows there are; nothing can be set against that.',
        }
      : { mark: 'ok', what: 'replies', said: `${shape}, with totals (${search.total} deals)` };
  const documented = refused || config.dialect === 'documented';
  const found = documented ? 'the documented parameter names' : "the contract's parameter names";
  const why = config.dialect === 'auto' ? '' : ', as COPPER_DIALECT says';
  const speed = refused
    ? { advice: 'Set COPPER_DIALECT=documented to save one request per kind of search.' }
    : {};
  return [replies, { mark: 'ok', what: 'dialect', said: `${found}${why}`, ...speed }];
};
