import type { JsonObject } from '../tool/json.ts';
import { decodeConfig, syntaxOf } from './config-file.ts';
import { type ConfigSnapshot, entryIn } from './config-snapshot.ts';
import type { LocalMachine } from './local-machine.ts';
import { copyPath } from './replace-file.ts';

/**
 * What a configuration meant before our entry came, by the last copy that was kept of it without the entry; what it means now, if that copy
 * cannot be read.
 *
 * @returns undefined if `install` made the file, or if no copy is there any more
 */
export function originalValue(snapshot: ConfigSnapshot, { disk }: LocalMachine): JsonObject | undefined {
  const { client, path, config } = snapshot;
  try {
    const target = disk.resolveLink(path);
    let original: JsonObject | undefined;
    for (let number = 1; ; number++) {
      const copy = copyPath(target, number);
      if (disk.stat(copy) === undefined) return original;
      const bytes = disk.read(copy);
      if (entryIn(client, bytes) === undefined)
        original = syntaxOf(client.format).read(decodeConfig(bytes)?.text ?? '');
    }
  } catch {
    return config?.value ?? {};
  }
}
