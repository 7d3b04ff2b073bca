import { settingSourceOf } from '../../config.ts';
import { variables } from '../../variables.ts';
import type { Examination, Finding } from './examination.ts';
import { told } from './wording.ts';

/** Told on lines of their own. */
const elsewhere = /^(COPPER_(API_KEY|USER_EMAIL|ACCESS_TOKEN|API_BASE_URL|TIMEZONE)|HTTPS_PROXY)$/;

/** May hold a password. */
const secret = /^COPPER_REDIS_URL$/;

/** What is set, and where; what is not set has the value that help shows. */
export const settings: Examination = ({ shell: { env }, config, sandbox }) => {
  const { warnings, baseUrl, timeZone } = config;
  const slips = warnings.map((warning): Finding => ({ mark: 'warn', what: 'setting', said: warning }));
  const address = sandbox
    ? 'the sandbox, in this process'
    : `${baseUrl}, ${told(settingSourceOf(env, 'COPPER_API_BASE_URL'))}`;
  const others = variables
    .filter(({ name }) => !elsewhere.test(name))
    .flatMap(({ name }): string[] => {
      const origin = settingSourceOf(env, name);
      if (origin.kind === 'default') return [];
      if (origin.kind === 'file') return [`${origin.variable}=${origin.path}`];
      return [`${name}=${secret.test(name) ? '…' : origin.text}`];
    });
  const rest =
    others.length === 0 ? 'all at their defaults' : `${others.join(', ')}; others at their defaults`;
  return [
    ...slips,
    { mark: 'ok', what: 'address', said: address },
    {
      mark: 'ok',
      what: 'zone',
      said: `${timeZone}, ${told(settingSourceOf(env, 'COPPER_TIMEZONE'), "this machine's")}`,
    },
    { mark: 'ok', what: 'settings', said: rest },
  ];
};
