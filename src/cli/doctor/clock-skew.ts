import type { AccountExamination } from './examination.ts';

/** The `Date` header has whole seconds, and a reply takes its time. */
const toleranceMs = 60_000;

/** 90 minutes as `1 h 30 min`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** Our clock against Copper's: days such as "today" are reckoned by ours. */
export const clockSkew: AccountExamination = ({ watch }) => {
  const last = watch.sights.at(-1);
  const theirs = Date.parse(last?.headers.get('date') ?? '');
  if (last === undefined || Number.isNaN(theirs))
    return [{ mark: 'ok', what: 'clock', said: "cannot be compared: Copper's replies bear no date" }];
  const ahead = last.at - theirs;
  if (Math.abs(ahead) < toleranceMs) return [{ mark: 'ok', what: 'clock', said: "the same as Copper's" }];
  return [
    {
      mark: 'warn',
      what: 'clock',
      said: `${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} Copper's`,
      advice:
        'Let this machine set its clock by the network; until then, ranges such as today are off by as much.',
    },
  ];
};
