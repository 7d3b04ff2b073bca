import { openEnvironment } from '../environment.ts';
import { askWithDeadline } from '../key-owner.ts';
import { checkAccount, checkLeads } from './account.ts';
import type { AccountCheck, DoctorContext, Finding } from './finding.ts';
import { observeReplies } from './observed-replies.ts';
import { checkDialect, checkPageSize } from './replies.ts';
import { checkClock, checkRateLimit } from './reply-headers.ts';

/** In this order: after one that fails, none of the later ones runs. At most six requests together. */
const checks: readonly AccountCheck[] = [
  checkAccount,
  checkLeads,
  checkDialect,
  checkPageSize,
  checkClock,
  checkRateLimit,
];

/** Sends requests to Copper as the app would; no findings where there is no key. */
export async function* runAccountChecks(context: DoctorContext): AsyncGenerator<Finding> {
  const { shell, config, sandbox } = context;
  const { replies, wrap } = observeReplies(shell.clock);
  // Its warnings are findings already; the log need not repeat them.
  const quiet = { ...config, warnings: [] };
  const { app, quotas, close } = await openEnvironment(shell, { sandbox, config: quiet, wrap });
  try {
    const { copper } = app;
    if (copper === undefined) return;
    const ask = askWithDeadline(copper, config.timeoutMs, shell.interrupted);
    for (const check of checks) {
      const findings = await check({ ...context, copper, replies, quotas, ask });
      yield* findings;
      if (findings.some(({ mark }) => mark === 'fail')) return;
    }
  } finally {
    await close();
  }
}
