import type { Operation } from './contract.ts';

/** The operation a path belongs to, and the texts that stand in the `{…}` of its template. */
export interface Match {
  readonly operation: Operation;
  readonly values: readonly (readonly [name: string, text: string])[];
}

/** Finds the operation by method and path template; of several, the one with most words of its own. */
export function matchPath(operations: readonly Operation[], method: string, path: string): Match | undefined {
  const segments = path.split('/');
  const [match] = operations
    .filter((operation) => operation.method === method)
    .flatMap((operation) => {
      const values = fill(operation.path.split('/'), segments);
      return values ? [{ operation, values }] : [];
    })
    .sort((one, other) => one.values.length - other.values.length);
  return match;
}

function fill(template: readonly string[], segments: readonly string[]): [string, string][] | undefined {
  if (template.length !== segments.length) return undefined;
  const values: [string, string][] = [];
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) values.push([part.slice(1, -1), decoded(segment)]);
    else if (part !== segment) return undefined;
  }
  return values;
}

/** A segment that is no proper percent encoding is judged as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
