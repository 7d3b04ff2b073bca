import type { CallProgress } from '../tool/app.ts';
import type { Clock } from '../tool/clock.ts';
import { cut } from './layout.ts';
import type { Shell } from './shell.ts';

/** One line on stderr that says how far the work is; nothing where stderr is no terminal. */
export interface ProgressLine {
  show(progress: Pick<CallProgress, 'message'> & Partial<CallProgress>): void;
  /** Makes room for a line of text; the next frame draws it anew. */
  clear(): void;
  /** Takes it away for good. */
  end(): void;
}

/** How often it is drawn, in milliseconds; work that is done sooner shows none. */
const frameMs = 100;
/** From when on it tells for how long nothing new has come. */
const longMs = 2_000;

const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const barWidth = 20;
/** Below that many columns there is no bar: the message says the same in words. */
const roomForBar = 60;
const eraseLine = '\r\u001b[2K';

function bar({ done = 0, total = 0 }: Partial<CallProgress>): string {
  if (total < 2) return '';
  const filled = Math.round((Math.min(done, total) / total) * barWidth);
  return ` ${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)}`;
}

const silent: ProgressLine = { show() {}, clear() {}, end() {} };

/** Starts with the first `show`; to be ended in any case. */
export function progressLine({ screen, clock }: { screen: Shell['screen']; clock: Clock }): ProgressLine {
  if (screen === undefined) return silent;
  const over = new AbortController();
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
    const ms = clock.now() - since;
    const long = ms >= longMs ? `  ${Math.floor(ms / 1000)} s` : '';
    const meter = columns < roomForBar ? '' : bar(progress);
    const line = `${spinner[frame % spinner.length]}${meter} ${progress.message}${long}`;
    screen.write(`${eraseLine}${cut(line, columns - 1)}`);
    drawn = true;
  }

  async function turn(): Promise<void> {
    for (let frame = 0; ; frame++) {
      await clock.sleep(frameMs, over.signal);
      draw(frame);
    }
  }

  return {
    show(progress) {
      if (latest === undefined) turn().catch(() => undefined);
      if (latest?.progress.message !== progress.message) latest = { progress, since: clock.now() };
      else latest = { ...latest, progress };
    },
    clear,
    end() {
      over.abort();
      clear();
    },
  };
}
