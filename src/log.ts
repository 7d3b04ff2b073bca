import { pino } from 'pino';
import { escapedUnseen } from './tool/visible-text.ts';

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

/** Writes one JSON line per event to `write` (stderr: stdout is reserved for the protocol). */
export function createLog(level: string, write: (line: string) => void): EventLog {
  const base = { name: 'copper-mcp' };
  return pino({ level, base }, { write: (line) => write(`${escapedUnseen(line.trimEnd())}\n`) });
}
