import type { Text } from '../definition.ts';
import { openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

/** A dose prescription removed during a stay needs a professional reason (R67). */
export const removalRegion = base.createStateConfig({
  initial: 'none',
  meta: title('fjernede dosisrecepter', 'removed dose prescriptions'),
  on: { withdrawRemovalReason: { guard: 'isReasonGiven', actions: 'withdrawReason' } },
  states: {
    ...restingDuty('removalReason', 'open'),
    open: {
      ...openDuty({
        name: 'removalReason',
        task: {
          da: 'En dosisrecept er fjernet under indlæggelse: spørg sygehuset om den faglige grund',
          en: 'A dose prescription was removed during a stay: ask the hospital for the professional reason',
        },
        deadline: 'followUp',
        basis: 'hospitalNotification',
        notice: 'removalReasonOverdue',
      }),
      on: { giveRemovalReason: { actions: 'giveReason' } },
    },
  },
});
