import type { Config, SettingSource } from '../../config.ts';
import type { CopperClient } from '../../copper/copper.ts';
import type { Quotas } from '../../redis/quotas.ts';
import type { AskOnce } from '../key-owner.ts';
import type { Shell } from '../shell.ts';
import type { ObservedReply } from './observed-replies.ts';

/** One line of the doctor's report. */
export interface Finding {
  readonly mark: 'ok' | 'warn' | 'fail';
  /** What was checked: a word that stays the same from version to version, for scripts. */
  readonly what: string;
  readonly said: string;
  /** What to do about it. */
  readonly advice?: string;
}

const finding =
  (mark: Finding['mark']) =>
  (what: string, said: string, advice?: string): Finding =>
    advice === undefined ? { mark, what, said } : { mark, what, said, advice };

/** All is as it should be. */
export const passed = finding('ok');
/** It works, but something should be changed. */
export const warned = finding('warn');
/** It does not work. */
export const failed = finding('fail');

/** What is checked. */
export interface DoctorContext {
  readonly shell: Shell;
  readonly config: Config;
  /** True with the sandbox in place of Copper. */
  readonly sandbox: boolean;
  /** True if no request may leave this machine. */
  readonly offline: boolean;
  /** The number of the account that was given with the command. */
  readonly accountId: string | undefined;
}

/** One check; no findings if there is nothing to say. */
export type DoctorCheck = (context: DoctorContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** The same with an account to which requests can be sent. */
export interface AccountContext extends DoctorContext {
  readonly copper: CopperClient;
  /** Replies so far, the last one last. */
  readonly replies: readonly ObservedReply[];
  /** Undefined if the rate limit is not shared. */
  readonly quotas: Quotas | undefined;
  readonly ask: AskOnce;
}

/** One check of the account. */
export type AccountCheck = (context: AccountContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** Where a setting comes from, in words. */
export function sourceText(source: SettingSource, byDefault = 'the default'): string {
  if (source.kind === 'default') return byDefault;
  if (source.kind === 'file') return `from ${source.path} (${source.variable})`;
  return `from ${source.variable}`;
}

/** A variable that is set in a shell does not reach the server that a client starts. */
export const alsoInClient = "in the client's configuration as well";

/** What happened, without the advice for agents: the doctor gives its own. */
export const firstSentence = ({ message }: Error): string => message.replace(/\. [A-Z].*$|\.$/s, '');
