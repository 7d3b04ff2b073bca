/** Which error it was and where, without its message: that may quote a record or a key, which no log may hold. */
export function frames(error: unknown): { readonly error: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const { stack = '', message } = error;
  // A message may have lines that look like frames.
  const below = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const lines = below.split('\n').map((line) => line.trim());
  return { error: error.name, at: lines.filter((line) => line.startsWith('at ')).slice(0, 8) };
}
