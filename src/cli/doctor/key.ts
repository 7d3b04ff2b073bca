import { settingSourceOf } from '../../config.ts';
import type { Examination, Finding, Patient } from './examination.ts';
import { told } from './wording.ts';

const mask = (secret: string) =>
  secret.length < 16
    ? `${secret.length} ${secret.length === 1 ? 'character' : 'characters'}`
    : `${secret.slice(0, 2)}…${secret.slice(-2)} (${secret.length} characters)`;

/** What clients and examples leave in the place of a key. */
function misread(key: string): string | undefined {
  if (/^\$\w+$|^%\w+%$/.test(key)) return 'the name of a variable, which nobody filled in';
  if (/^<.*>$|^(your|my)[-_ ]|^x{3,}$|\.\.\.$/i.test(key)) return 'the placeholder of an example';
  if (/^(["']).*\1$/.test(key)) return 'a key with quotes around it';
  return undefined;
}

function secret(what: 'key' | 'token', text: string, said: string): Finding {
  const wrong = misread(text);
  if (wrong === undefined) return { mark: 'ok', what, said: `${mask(text)}${said}` };
  const advice = 'Put the key itself there, as Copper shows it.';
  return { mark: 'fail', what, said: `${wrong}${said}`, advice };
}

function none({ shell: { env } }: Patient): Finding {
  const origin = ['COPPER_API_KEY', 'COPPER_ACCESS_TOKEN']
    .map((name) => settingSourceOf(env, name))
    .find(({ kind }) => kind === 'file');
  if (origin?.kind === 'file') {
    const said = `the file ${origin.path} is empty (${origin.variable})`;
    return { mark: 'fail', what: 'key', said, advice: 'Write the key into it, and nothing else.' };
  }
  return {
    mark: 'fail',
    what: 'key',
    said: 'none is set',
    advice:
      'Set COPPER_API_KEY (Copper: Settings → Integrations → API Keys) and COPPER_USER_EMAIL, or try --sandbox. What the configuration of a client sets counts for that client only.',
  };
}

/** What proves who asks: which key or token, masked, of whom, and where each comes from. */
export const key: Examination = (patient) => {
  const { config, sandbox, shell } = patient;
  const { credentials } = config;
  if (credentials === undefined) return [none(patient)];
  if (sandbox) return [{ mark: 'ok', what: 'key', said: 'none is needed in the sandbox' }];
  const apiKey = told(settingSourceOf(shell.env, 'COPPER_API_KEY'));
  if (credentials.kind === 'key') {
    const email = told(settingSourceOf(shell.env, 'COPPER_USER_EMAIL'));
    return [
      secret('key', credentials.key, `, ${apiKey}`),
      { mark: 'ok', what: 'email', said: `${credentials.email}, ${email}` },
    ];
  }
  if (settingSourceOf(shell.env, 'COPPER_API_KEY').kind !== 'default')
    return [secret('key', credentials.token, `, ${apiKey}, sent as a bearer token: no COPPER_USER_EMAIL`)];
  const token = told(settingSourceOf(shell.env, 'COPPER_ACCESS_TOKEN'));
  return [secret('token', credentials.token, `, ${token}, sent as a bearer token`)];
};
