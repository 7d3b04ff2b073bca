import { settingSourceOf } from '../../config.ts';
import { type DoctorCheck, type Finding, failed, passed, sourceText } from './finding.ts';

const mask = (secret: string) =>
  secret.length < 16
    ? `${secret.length} ${secret.length === 1 ? 'character' : 'characters'}`
    : `${secret.slice(0, 2)}…${secret.slice(-2)} (${secret.length} characters)`;

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
  if (credentials.kind === 'key')
    return [
      secretFinding('key', credentials.key, sourceText(key)),
      passed('email', `${credentials.email}, ${sourceText(settingSourceOf(env, 'COPPER_USER_EMAIL'))}`),
    ];
  return key.kind === 'default'
    ? [secretFinding('token', credentials.token, `${sourceText(token)}, sent as a bearer token`)]
    : [
        secretFinding(
          'key',
          credentials.token,
          `${sourceText(key)}, sent as a bearer token: no COPPER_USER_EMAIL`,
        ),
      ];
};
