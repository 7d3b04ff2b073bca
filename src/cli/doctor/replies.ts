import { type AccountCheck, failed, firstSentence, passed, warned } from './finding.ts';

/** Which parameter names the account understands, and the shape of its replies: seen in one small search. */
export const checkDialect: AccountCheck = async ({ ask, replies, config }) => {
  const body = { fields: ['id', 'name'], page_number: 1, page_size: 25 };
  const search = await ask({ operation: 'searchOpportunities', body });
  const refused = replies.some(({ status }) => status === 422);
  if (search instanceof Error) {
    const advice = `The account does not understand COPPER_DIALECT=${config.dialect}: unset it.`;
    const wrongDialect = refused && config.dialect !== 'auto';
    return [failed('dialect', firstSentence(search), wrongDialect ? advice : undefined)];
  }
  const shape = replies.at(-1)?.shape ?? 'unknown';
  const documented = refused || config.dialect === 'documented';
  const found = documented ? 'the documented parameter names' : "the contract's parameter names";
  const why = config.dialect === 'auto' ? '' : ', as set by COPPER_DIALECT';
  const faster = 'Set COPPER_DIALECT=documented to save one request per kind of search.';
  const noTotal = 'Answers cannot say how many rows there are; there is no setting for this.';
  return [
    search.total === undefined
      ? warned('replies', `${shape}, without a total`, noTotal)
      : passed('replies', `${shape}, with totals (${search.total} deals)`),
    passed('dialect', `${found}${why}`, refused ? faster : undefined),
  ];
};

/** How many rows a page may have. */
export const checkPageSize: AccountCheck = async ({ ask, replies }) => {
  const large = await ask({ operation: 'searchCompanies', body: { page_number: 1, page_size: 200 } });
  if (large instanceof Error) {
    const advice = 'Long lists take more requests; there is no setting for this.';
    return [warned('pages', 'pages of 200 rows are refused; smaller ones are used', advice)];
  }
  const rows = replies.at(-1)?.rows ?? 0;
  const capped = large.total !== undefined && rows < Math.min(large.total, 200);
  return [passed('pages', capped ? `at most ${rows} rows per page` : `${rows} rows in one page of 200`)];
};
