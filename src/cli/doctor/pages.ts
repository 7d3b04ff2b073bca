import type { AccountExamination } from './examination.ts';

/** How many rows a page may hold. */
export const pages: AccountExamination = async ({ ask, watch }) => {
  const large = await ask({ operation: 'searchCompanies', body: { page_number: 1, page_size: 200 } });
  if (large instanceof Error)
    return [
      {
        mark: 'warn',
        what: 'pages',
        said: 'pages of 200 rows are refused; smaller ones are used',
        advice: 'Long lists take more requests; nothing can be set against that.',
      },
    ];
  const rows = watch.sights.at(-1)?.rows ?? 0;
  const capped = large.total !== undefined && rows < Math.min(large.total, 200);
  const said = capped ? `at most ${rows} rows a page` : `${rows} rows in one page of 200`;
  return [{ mark: 'ok', what: 'pages', said }];
};
