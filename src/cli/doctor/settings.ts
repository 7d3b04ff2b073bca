import { settingSourceOf } from '../../config.ts';
import { formatNumber, numbered } from '../../tool/sentences.ts';
import { variables } from '../../variables.ts';
import { emailProblem } from '../install/known-key.ts';
import { toolChoice } from '../tool-choice.ts';
import { totalTokens, withTokens } from '../tool-prices.ts';
import { type DoctorCheck, type Finding, failed, passed, sourceText, warned } from './finding.ts';

/** These have lines of their own. */
const shownElsewhere = /^(COPPER_(API_KEY|USER_EMAIL|ACCESS_TOKEN|API_BASE_URL|TIMEZONE)|HTTPS_PROXY)$/;

/** May contain a password. */
const secret = /^COPPER_REDIS_URL$/;

/** What is set, and where; what is not set has the value that help shows. */
export const checkSettings: DoctorCheck = ({ shell: { env }, config, sandbox }) => {
  const { warnings, baseUrl, timeZone } = config;
  const source = (name: string, byDefault?: string) => sourceText(settingSourceOf(env, name), byDefault);
  const address = sandbox ? 'the sandbox, in this process' : `${baseUrl}, ${source('COPPER_API_BASE_URL')}`;
  const others = variables
    .filter(({ name }) => !shownElsewhere.test(name))
    .flatMap(({ name }): string[] => {
      const found = settingSourceOf(env, name);
      if (found.kind === 'default') return [];
      if (found.kind === 'file') return [`${found.variable}=${found.path}`];
      return [`${name}=${secret.test(name) ? '…' : found.text}`];
    });
  const set =
    others.length === 0 ? 'all at their defaults' : `${others.join(', ')}; others at their defaults`;
  return [
    ...warnings.map((warning) => warned('setting', warning)),
    passed('address', address),
    passed('zone', `${timeZone}, ${source('COPPER_TIMEZONE', "this machine's")}`),
    passed('settings', set),
  ];
};

/** Which tools clients are offered, and what those cost. @throws ChoiceError */
export const checkTools: DoctorCheck = ({ config }) => {
  const offered = withTokens(toolChoice(config).offered);
  const prefix = config.toolPrefix === '' ? '' : `, with the prefix ${config.toolPrefix}`;
  const tokens = formatNumber(totalTokens(offered));
  return [passed('tools', `${config.tools}: ${offered.length} tools, ${tokens} tokens${prefix}`)];
};

const mask = (secret: string) =>
  secret.length < 16
    ? numbered(secret.length, 'character', 'characters')
    : `${secret.slice(0, 2)}…${secret.slice(-2)} (${secret.length} characters)`;

const swapped =
  "Set COPPER_USER_EMAIL to the e-mail address of the key's owner, and COPPER_API_KEY to the key; the two may be swapped.";

const secretFinding = (what: 'key' | 'token', secret: string, source: string): Finding =>
  passed(what, `${mask(secret)}, ${source}`);

/** Which key or token is used, masked, whose it is said to be, and where each setting comes from. */
export const checkCredentials: DoctorCheck = ({ config: { credentials }, sandbox, shell: { env } }) => {
  const [key, token] = ['COPPER_API_KEY', 'COPPER_ACCESS_TOKEN'].map((name) => settingSourceOf(env, name));
  if (credentials === undefined || key === undefined || token === undefined) {
    const file = [key, token].find((source) => source?.kind === 'file');
    if (file?.kind === 'file') {
      const said = `the file ${file.path} is empty (${file.variable})`;
      return [failed('key', said, 'Write the key into it, and nothing else.')];
    }
    const advice =
      "Set COPPER_API_KEY (Copper: Settings → Integrations → API Keys) and COPPER_USER_EMAIL, or try --sandbox. Settings in a client's configuration apply to that client only.";
    return [failed('key', 'none is set', advice)];
  }
  if (sandbox) return [passed('key', 'none is needed in the sandbox')];
  if (credentials.kind === 'key') {
    const { email } = credentials;
    const source = sourceText(settingSourceOf(env, 'COPPER_USER_EMAIL'));
    return [
      secretFinding('key', credentials.key, sourceText(key)),
      emailProblem(email) === undefined
        ? passed('email', `${email}, ${source}`)
        : // It may be the key, if the two were swapped.
          failed('email', `not an e-mail address: ${mask(email)}, ${source}`, swapped),
    ];
  }
  if (key.kind === 'default')
    return [secretFinding('token', credentials.token, `${sourceText(token)}, sent as a bearer token`)];
  const source = `${sourceText(key)}, sent as a bearer token: no COPPER_USER_EMAIL`;
  return [secretFinding('key', credentials.token, source)];
};
