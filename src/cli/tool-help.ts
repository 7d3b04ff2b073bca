import type { PublishedTool } from '../tool/app.ts';
import { twoColumns, wrap } from './layout.ts';
import { paint, type Shell } from './shell.ts';
import { argumentsOf } from './tool-arguments.ts';

/** All about one tool: what it is for, and its arguments as `call` takes them. */
export function toolHelp(shell: Shell, tool: PublishedTool): string {
  const { columns } = shell;
  const rows = argumentsOf(tool).map(({ name, type, what, values, required, list }) => {
    const kind = values.length > 0 ? values.join(', ') : type === 'text' && what !== '' ? '' : type;
    const hints = [list ? 'may come again' : '', required ? 'needed' : ''].filter((hint) => hint !== '');
    const told = [kind, what, ...hints].filter((part) => part !== '').join('; ');
    return [`${name}=`, told] as const;
  });
  return [
    paint(shell, 'bold', `copper-mcp call ${tool.name} [key=value …]`),
    ...wrap(tool.description, columns),
    '',
    ...(rows.length === 0
      ? ['It takes no arguments.']
      : [
          paint(shell, 'bold', 'Arguments'),
          ...twoColumns(rows, columns, (name) => paint(shell, 'cyan', name)),
        ]),
    '',
    ...wrap('The options of every call: `copper-mcp call --help`.', columns),
  ].join('\n');
}
