import { isObject, type JsonValue } from '../../tool/json.ts';
import type { ToolErrorKind } from '../../tool/tool-error.ts';
import { openEnvironment } from '../environment.ts';
import { askWithDeadline, keyOwner } from '../key-owner.ts';
import {
  type AccountCheck,
  type AccountContext,
  alsoInClient,
  type DoctorContext,
  type Finding,
  failed,
  firstSentence,
  passed,
  warned,
} from './finding.ts';
import { observeReplies } from './observed-replies.ts';
import { checkClock, checkDialect, checkPageSize, checkRateLimit } from './replies.ts';

const checkConnection = 'Check the network, a proxy, and COPPER_API_BASE_URL.';

const adviceFor: Partial<Readonly<Record<ToolErrorKind, string>>> = {
  unavailable: checkConnection,
  timeout: checkConnection,
  not_found: 'That address does not respond like Copper: check COPPER_API_BASE_URL.',
  rate_limited: 'Other programs share this rate limit; wait a minute and try again.',
};

/** What to check when Copper rejects the credentials. */
function unauthorizedAdvice({ config: { credentials }, shell: { env } }: AccountContext): string {
  if (credentials?.kind === 'key')
    return "Check that the key is complete (32 characters) and that COPPER_USER_EMAIL is the e-mail of the key's owner.";
  return env.COPPER_API_KEY || env.COPPER_API_KEY_FILE
    ? "Set COPPER_USER_EMAIL to the e-mail of the key's owner; without it the key is sent as a bearer token."
    : 'The token has expired or was revoked: get a new one.';
}

/** Whether Copper accepts the key, and whose it is. */
const checkAccount: AccountCheck = async (context) => {
  const owner = await keyOwner(context.ask);
  if (typeof owner === 'string') return [passed('account', `the key is valid and belongs to ${owner}`)];
  const advice = owner.kind === 'unauthorized' ? unauthorizedAdvice(context) : adviceFor[owner.kind];
  return [failed('account', firstSentence(owner), advice)];
};

/** Whether the account has leads, which can be turned off. */
const checkLeads: AccountCheck = async ({ ask }) => {
  const statuses = await ask({ operation: 'listLeadStatuses' });
  if (!(statuses instanceof Error)) return [passed('leads', 'available')];
  if (statuses.kind !== 'forbidden' && statuses.kind !== 'not_found')
    return [warned('leads', firstSentence(statuses), 'Try again later; the other tools work.')];
  const advice =
    'Leads are turned off for this account, or this user may not see them. The other tools work.';
  return [warned('leads', 'not available', advice)];
};

const appAddress = (account: string) => `https://app.copper.com/companies/${account}/…`;

/** The numbers that custom activity types carry, which may be that of the account: nobody has verified it. */
function numbersIn(reply: JsonValue): string[] {
  const found = [reply].flat().flatMap((row) => (isObject(row) ? (row.company_id ?? []) : []));
  return [...new Set(found.map(String))].filter((one) => /^\d{1,15}$/.test(one));
}

/** Whether records get links, and if not, how: the number of the account stands in every address of the web app, and in no answer. */
const checkLinks: AccountCheck = async ({ ask, config, sandbox, accountId: given }) => {
  const set = config.accountId;
  if (sandbox && set === undefined && given === undefined)
    return [passed('links', 'none: records of the sandbox are in no Copper')];
  if (given !== undefined && given !== set)
    return [
      warned(
        'links',
        `${set === undefined ? 'none' : `to account ${set}`}; the address that was given is of account ${given}`,
        `Set COPPER_ACCOUNT_ID=${given}, ${alsoInClient}: \`copper-mcp install --account-id ${given}\` does that.`,
      ),
    ];
  const types = await ask({ operation: 'listCustomActivityTypes' });
  const [number, other] = types instanceof Error ? [] : numbersIn(types.data);
  const likely = other === undefined ? number : undefined;
  if (set === undefined)
    return [
      passed(
        'links',
        'none: the number of the account is not set',
        likely === undefined
          ? `Set COPPER_ACCOUNT_ID to the number in any address of your Copper: ${appAddress('NUMBER')}.`
          : `It may be ${likely}, which custom activity types carry. If your Copper is at ${appAddress(likely)}, set COPPER_ACCOUNT_ID=${likely}.`,
      ),
    ];
  if (likely !== undefined && likely !== set)
    return [
      warned(
        'links',
        `to account ${set}, but custom activity types carry ${likely}`,
        `Compare COPPER_ACCOUNT_ID with any address of your Copper: ${appAddress('NUMBER')}.`,
      ),
    ];
  return [passed('links', `to account ${set}, from COPPER_ACCOUNT_ID`)];
};

/** In this order: after one that fails, none of the later ones runs. At most seven requests together. */
const checks = [
  checkAccount,
  checkLeads,
  checkLinks,
  checkDialect,
  checkPageSize,
  checkClock,
  checkRateLimit,
];

/** Sends requests to Copper as the app would; no findings if there is no key. */
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
