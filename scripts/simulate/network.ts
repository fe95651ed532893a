import type { Draw } from './draw.ts';
import type { Happening } from './happening.ts';
import { plusHours } from '../../workflows/calendar.ts';

/** [I] How often a message is lost, late by up to days, or comes twice. */
const faults = { lost: 0.004, late: 0.03, doubled: 0.02, mostHoursLate: 120 };

/** What arrives of what was sent. A second copy has the key of the first, or one of its own, as resenders do. */
export function deliver(sent: readonly Happening[], draw: Draw): Happening[] {
  return sent.flatMap((one) => {
    const here = draw.for(one.message.key);
    if (here.chance('lost', faults.lost)) return [];
    const hours = here.chance('late', faults.late) ? here.whole('hours', 1, faults.mostHoursLate) : 0;
    const arrived = { ...one, at: plusHours(one.at, hours) };
    if (!here.chance('doubled', faults.doubled)) return [arrived];
    const key = here.chance('same', 0.5) ? one.message.key : `${one.message.key}:again`;
    const again = { ...one, at: plusHours(arrived.at, here.whole('again', 0, 30)), message: { ...one.message, key } };
    return [arrived, again];
  });
}
