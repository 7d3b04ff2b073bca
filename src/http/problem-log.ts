import type { Log } from '../log.ts';

/** Logs a problem that lasts as long as what causes it. */
interface ProblemLog {
  /** One line, unless the last one said the same and nothing was solved in between. */
  report(error: unknown): void;
  solved(): void;
}

/** Logs problems of one kind, which are met again and again, under this message. */
export function createProblemLog(log: Log, message: string): ProblemLog {
  let logged = '';
  return {
    report(error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== logged) log.error({ problem }, message);
      logged = problem;
    },
    solved() {
      logged = '';
    },
  };
}
