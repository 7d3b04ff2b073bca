/** A log. Never pass it a key, a header value or record text. */
export interface Log {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A log that also records successful events, for servers. */
export interface EventLog extends Log {
  info(fields: object, message: string): void;
}

/** Logs a problem that may last: in one line, until it is another one or has been solved in between. */
export function createProblemLog(log: Log, message: string) {
  let logged = '';
  return {
    report(error: unknown): void {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== logged) log.error({ problem }, message);
      logged = problem;
    },
    solved(): void {
      logged = '';
    },
  };
}
