import { ToolError } from '../../tool/tool-error.ts';
import { realWorld } from '../environment.ts';
import { account } from './account.ts';
import { clockSkew } from './clock-skew.ts';
import { dialect } from './dialect.ts';
import type { Account, AccountExamination, Finding, Patient } from './examination.ts';
import { leads } from './leads.ts';
import { pages } from './pages.ts';
import { rateLimit } from './rate-limit.ts';
import { watch } from './watch.ts';

/** In this order: what fails hides what comes after it. At most six requests together. */
const examinations: readonly AccountExamination[] = [account, leads, dialect, pages, clockSkew, rateLimit];

const tooLate = (ms: number) =>
  new ToolError('timeout', `Copper did not answer within ${Math.round(ms / 1000)} s.`);

/** What Copper shows when it is asked as the app asks it; nothing where there is no key. */
export async function* examineAccount(patient: Patient): AsyncGenerator<Finding> {
  const { shell, config, sandbox } = patient;
  const { interrupted } = shell;
  const seen = watch(shell.clock);
  // Its warnings are findings already; the log need not repeat them.
  const quiet = { ...config, warnings: [] };
  const { app, quotas, close } = await realWorld(shell, { sandbox, config: quiet, wrap: seen.wrap });
  try {
    const { copper } = app;
    if (copper === undefined) return;
    const ask: Account['ask'] = async (request) => {
      const late = AbortSignal.timeout(config.timeoutMs);
      try {
        return await copper.ask(request, { signal: AbortSignal.any([interrupted, late]), lane: 'call' });
      } catch (error) {
        if (error instanceof ToolError) return error;
        if (late.aborted && !interrupted.aborted) return tooLate(config.timeoutMs);
        throw error;
      }
    };
    for (const examine of examinations) {
      const findings = await examine({ ...patient, copper, watch: seen, budgets: quotas, ask });
      yield* findings;
      if (findings.some(({ mark }) => mark === 'fail')) return;
    }
  } finally {
    await close();
  }
}
