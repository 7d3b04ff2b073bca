import type { CallProgress } from '../../tool/app.ts';
import type { Clock } from '../../tool/clock.ts';
import type { Shell } from '../shell.ts';
import { truncateLine } from './layout.ts';

/** One line on stderr that shows progress; nothing if stderr is not a terminal. */
interface ProgressLine {
  show(progress: Pick<CallProgress, 'message'> & Partial<CallProgress>): void;
  /** Erases the line for other output; the next frame draws it again. */
  clear(): void;
  /** Erases it for good. */
  end(): void;
}

/** Time between frames in milliseconds; work that takes less shows no line. */
const frameMs = 100;
/** After how many milliseconds without news it shows for how long there was none. */
const showElapsedAfterMs = 2_000;

const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const barWidth = 20;
/** Below this width there is no bar: the message says the same in words. */
const minColumnsForBar = 60;
const eraseLine = '\r\u001b[2K';

function bar({ done = 0, total = 0 }: Partial<CallProgress>): string {
  if (total < 2) return '';
  const filled = Math.round((Math.min(done, total) / total) * barWidth);
  return ` ${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)}`;
}

const silent: ProgressLine = { show() {}, clear() {}, end() {} };

/** Starts with the first `show`; `end` must always be called. */
export function progressLine({ screen, clock }: { screen: Shell['screen']; clock: Clock }): ProgressLine {
  if (screen === undefined) return silent;
  const ended = new AbortController();
  let latest: { progress: Parameters<ProgressLine['show']>[0]; since: number } | undefined;
  let drawn = false;

  const clear = () => {
    if (drawn) screen.write(eraseLine);
    drawn = false;
  };

  function draw(frame: number): void {
    if (latest === undefined || screen === undefined) return;
    const { progress, since } = latest;
    const columns = screen.columns();
    const ms = clock.steady() - since;
    const long = ms >= showElapsedAfterMs ? `  ${Math.floor(ms / 1000)} s` : '';
    const meter = columns < minColumnsForBar ? '' : bar(progress);
    const line = `${spinner[frame % spinner.length]}${meter} ${progress.message}${long}`;
    screen.write(`${eraseLine}${truncateLine(line, columns - 1)}`);
    drawn = true;
  }

  async function animate(): Promise<void> {
    for (let frame = 0; ; frame++) {
      await clock.sleep(frameMs, ended.signal);
      draw(frame);
    }
  }

  return {
    show(progress) {
      if (latest === undefined) animate().catch(() => undefined);
      if (latest?.progress.message !== progress.message) latest = { progress, since: clock.steady() };
      else latest = { ...latest, progress };
    },
    clear,
    end() {
      ended.abort();
      clear();
    },
  };
}
