import { settingSourceOf } from '../../config.ts';
import { variables } from '../../variables.ts';
import { toolChoice } from '../tool-choice.ts';
import { totalTokens, withTokens } from '../tool-prices.ts';
import { type DoctorCheck, passed, sourceText, warned } from './finding.ts';

/** These have lines of their own. */
const shownElsewhere = /^(COPPER_(API_KEY|USER_EMAIL|ACCESS_TOKEN|API_BASE_URL|TIMEZONE)|HTTPS_PROXY)$/;

/** May contain a password. */
const secret = /^COPPER_REDIS_URL$/;

/** What is set, and where; what is not set has the value that help shows. */
export const checkSettings: DoctorCheck = ({ shell: { env }, config, sandbox }) => {
  const { warnings, baseUrl, timeZone } = config;
  const source = (name: string, byDefault?: string) => sourceText(settingSourceOf(env, name), byDefault);
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
    passed(
      'address',
      sandbox ? 'the sandbox, in this process' : `${baseUrl}, ${source('COPPER_API_BASE_URL')}`,
    ),
    passed('zone', `${timeZone}, ${source('COPPER_TIMEZONE', "this machine's")}`),
    passed('settings', set),
  ];
};

/** Which tools clients are offered, and what those cost. @throws ChoiceError */
export const checkTools: DoctorCheck = ({ config }) => {
  const offered = withTokens(toolChoice(config).offered);
  const prefix = config.toolPrefix === '' ? '' : `, with the prefix ${config.toolPrefix}`;
  const tokens = totalTokens(offered).toLocaleString('en-US');
  return [passed('tools', `${config.tools}: ${offered.length} tools, ${tokens} tokens${prefix}`)];
};
