import type { Config } from '../../config.ts';
import type { CopperClient } from '../../copper/copper.ts';
import type { Quotas } from '../../redis/quotas.ts';
import type { CopperReply, CopperRequest } from '../../tool/request.ts';
import type { ToolError } from '../../tool/tool-error.ts';
import type { Shell } from '../shell.ts';
import type { Watch } from './watch.ts';

/** One line of the doctor's report. */
export interface Finding {
  readonly mark: 'ok' | 'warn' | 'fail';
  /** What was looked at: a word that stays the same from version to version, for scripts. */
  readonly what: string;
  readonly said: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** What is examined. */
export interface Patient {
  readonly shell: Shell;
  readonly config: Config;
  /** Copper is the one in memory. */
  readonly sandbox: boolean;
  /** Nobody beyond this machine may be asked. */
  readonly offline: boolean;
}

/** One look at one thing: what it shows, one finding or more, or none where there is nothing to say. */
export type Examination = (patient: Patient) => readonly Finding[] | Promise<readonly Finding[]>;

/** A patient whose Copper can be asked. */
export interface Account extends Patient {
  readonly copper: CopperClient;
  /** What was seen of replies so far. */
  readonly watch: Watch;
  /** Undefined where the limit is not shared. */
  readonly budgets: Quotas | undefined;
  /** Asks one question, within the deadline of a call. @throws the signal's reason when interrupted */
  ask(request: CopperRequest): Promise<CopperReply | ToolError>;
}

/** One look at the account. */
export type AccountExamination = (account: Account) => readonly Finding[] | Promise<readonly Finding[]>;
