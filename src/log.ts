import { pino } from 'pino';

/** Where events go: never a key, a header value or record text. */
export interface Log {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A log that also tells what went as it should, for servers that people watch. */
export interface EventLog extends Log {
  info(fields: object, message: string): void;
}

/** JSON lines, one an event, into `write` (stderr: stdout belongs to the protocol). */
export function createLog(level: string, write: (line: string) => void): EventLog {
  return pino({ level, base: { name: 'copper-mcp' } }, { write });
}
