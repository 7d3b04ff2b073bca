import { IANAZone } from 'luxon';

const dayMs = 86_400_000;

/** Days that are remembered: those of some ten years. */
const maxKnownDays = 4_000;

/** What `make` gives for a day, counted from 1970, once for each of the days that pages are about. */
export function memoizeByDay<Made>(make: (day: number) => Made): (day: number) => Made {
  const known = new Map<number, Made>();
  return (day) => {
    const kept = known.get(day);
    if (kept !== undefined) return kept;
    if (known.size >= maxKnownDays) known.clear();
    const made = make(day);
    known.set(day, made);
    return made;
  };
}

/**
 * A zone whose offset is asked for once for each day at both ends of which it is the same, since no zone ever changed its clocks and changed
 * them back within four days: asking is by far the slowest part of each step with a moment.
 */
class RememberedZone extends IANAZone {
  readonly #atStart = memoizeByDay((day) => super.offset(day * dayMs));

  override offset(moment: number): number {
    const day = Math.floor(moment / dayMs);
    const offset = this.#atStart(day);
    return offset === this.#atStart(day + 1) ? offset : super.offset(moment);
  }
}

/** More than a program is ever used with; a server has one. */
const maxZones = 50;
const zones = new Map<string, IANAZone>();

/** The time zone of an IANA name, e.g. `Europe/Berlin`. */
export function zoneOf(name: string): IANAZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= maxZones) zones.clear();
  const zone = new RememberedZone(name);
  zones.set(name, zone);
  return zone;
}
