import { isSecretPlaceholder, settingText } from '../tool/setting-text.ts';
import type { Shell } from './shell.ts';

/** Variables and options whose value is a credential. */
const secretVariable = /^COPPER_\w*(?:KEY|TOKEN|SECRET|PASSWORD)$/;
const secretOption = /^--[a-z-]*(?:key|token|secret|password)$/;

/** Variables whose value is a URL with a login, or another value that may have one. */
const urlVariable = /^(?:COPPER_\w*URL|(?:HTTPS?|ALL)_PROXY)$/i;

/** The password in a URL, as it is written and as it is meant. */
function passwordsIn(url: string): string[] {
  const [, written] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^\s:/?#]*:([^\s/?#]+)@/i.exec(url) ?? [];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

/** Every credential that the environment, the files that it names and the command line hold: none of them may be printed. */
export function knownSecrets({ env, args, readFile }: Pick<Shell, 'env' | 'args' | 'readFile'>): string[] {
  /** Of a variable, or of the file that `<name>_FILE` names; an unreadable one holds nothing that could be printed. */
  function textOf(name: string, value: string): string | undefined {
    if (!name.endsWith('_FILE')) return settingText(value);
    try {
      return settingText(readFile(settingText(value) ?? ''));
    } catch {
      return undefined;
    }
  }
  const inEnvironment = Object.entries(env).flatMap(([name, value]) => {
    const plain = name.replace(/_FILE$/, '');
    const isSecret = secretVariable.test(plain);
    const text = isSecret || urlVariable.test(plain) ? textOf(name, value ?? '') : undefined;
    if (text === undefined || isSecretPlaceholder(text)) return [];
    return isSecret ? [text] : passwordsIn(text);
  });
  const onCommandLine = args.flatMap((arg, at) => {
    const [option = '', value = args[at + 1]] = arg.split('=', 2);
    return secretOption.test(option) && value !== undefined ? [value] : [];
  });
  return [...inEnvironment, ...onCommandLine];
}
