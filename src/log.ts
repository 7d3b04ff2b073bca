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
