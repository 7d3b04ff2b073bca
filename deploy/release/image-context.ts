/** True if a pattern of `.dockerignore` means a path, or a folder above it. Our file has plain paths and `*`. */
const matches = (pattern: string, path: string) =>
  pattern === '*' || path === pattern || path.startsWith(`${pattern}/`);

/**
 * The files that `docker build` is given, of those in the repository: the last line of `.dockerignore` that means a file decides.
 *
 * @param ignored the text of `.dockerignore`
 */
export function imageContext(files: readonly string[], ignored: string): string[] {
  const rules = ignored.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return files.filter((path) => {
    const last = rules.findLast((rule) => matches(rule.replace(/^!/, ''), path));
    return last === undefined || last.startsWith('!');
  });
}

/** The sources that a Dockerfile copies, and that are not in its context. */
export function missingSources(dockerfile: string, context: readonly string[]): string[] {
  const copied = dockerfile
    .split('\n')
    .filter((line) => /^(?:COPY|ADD) (?!--from)/.test(line))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
    .map((source) => source.replace(/^\.\//, ''));
  return copied.filter((source) => !context.some((path) => matches(source, path)));
}
