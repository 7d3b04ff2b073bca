import type { App, ToolResult } from '../tool/app.ts';
import type { JsonObject } from '../tool/json.ts';
import { commands } from './commands.ts';
import { openEnvironment } from './environment.ts';
import { markdownAnswer, markdownText } from './markdown.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, shellConfig, UsageError } from './shell.ts';
import { progressLine } from './terminal/progress-line.ts';

/** Rows of each section of the day, and of the list of changes. */
const rowsShown = { day: 10, changes: 20 };

/** What is asked for unless `--since` says otherwise; both reports understand it. */
const usualSince = 'last-working-day';

/** The answers of both reports, asked for at once; the first error in their place. */
async function ask(
  app: App,
  { owner, since }: { readonly owner: string | undefined; readonly since: string },
  context: Omit<Parameters<App['call']>[2], 'data'>,
): Promise<{ readonly day: JsonObject; readonly changes: JsonObject } | { readonly error: ToolResult }> {
  const call = (tool: string, input: JsonObject) =>
    app.call(tool, { ...input, since }, { ...context, data: true });
  const [day, changes] = await Promise.all([
    call('today', { ...(owner === undefined ? {} : { owner }), limit: rowsShown.day }),
    call('pipeline_changes', { limit: rowsShown.changes }),
  ]);
  const error = [day, changes].find(({ isError }) => isError);
  if (error !== undefined) return { error };
  return { day: day.structured ?? {}, changes: changes.structured ?? {} };
}

/** Prints a person's day and what changed in the pipeline as Markdown, which ends with the moment for the next `--since`. */
export async function digestCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(commands.digest, args);
  const { sandbox = false, owner, since = usualSince } = values;
  if (positionals.length > 0)
    throw new UsageError(
      'digest takes options only. Example: copper-mcp digest --owner "Jane Smith" --sandbox',
    );
  for (const [name, value] of Object.entries({ owner, since }))
    if (value?.trim() === '') throw new UsageError(`--${name} needs a value.`);
  const { warnings, ...config } = shellConfig(shell, sandbox);
  for (const warning of warnings) shell.warn(`copper-mcp: ${warning}`);
  const line = progressLine({ screen: shell.screen, clock: shell.clock });
  const warn = (text: string) => {
    line.clear();
    shell.warn(text);
  };
  const { app, close } = await openEnvironment(
    { ...shell, warn },
    { sandbox, config: { ...config, warnings: [] } },
  );
  try {
    line.show({ message: 'asking Copper' });
    const answers = await ask(app, { owner, since }, { signal: shell.interrupted, onProgress: line.show });
    line.end();
    if ('error' in answers) {
      shell.warn(answers.error.text);
      return 1;
    }
    const { day, changes } = answers;
    // What one of them knows already, the other may not: the next digest begins where both end.
    const [asOf = ''] = [day.as_of, changes.as_of].map(String).sort();
    const whose = owner === undefined ? '' : ` for ${markdownText(owner)}`;
    shell.print(
      [
        `# Today, ${asOf.slice(0, 10)}${whose}`,
        '',
        ...markdownAnswer(day),
        '# Changes in the pipeline, of all owners',
        '',
        ...markdownAnswer(changes),
        `as of ${asOf}`,
      ].join('\n'),
    );
    return 0;
  } finally {
    line.end();
    await close();
  }
}
