import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const answers = {
  giveConsent: { guard: 'isOpen', target: 'none', actions: 'note' },
  declineConsent: { guard: 'isOpen', target: 'none', actions: 'note' },
} as const;
const takenBack = { reopenConsent: { guard: 'isOpen', target: 'none', actions: 'note' } } as const;
const withdrawn = { withdrawConsent: { guard: 'isOpen', target: 'none', actions: 'note' } } as const;
const isConsent = (answer: 'given' | 'declined' | 'withdrawn') =>
  ({ guard: { type: 'isConsent', params: { answer } }, target: answer }) as const;
const task = openDuty({
  name: 'consent',
  task: { da: 'Spørg om samtykke til dosispakket medicin', en: 'Ask for consent to dose-packed medicine' },
  deadline: 'followUp',
  basis: 'municipal',
  routed: 'consent',
  notice: 'consentOverdue',
});
const waiting = { da: 'Få svar på spørgsmålet om samtykke', en: 'Get an answer about consent' };

/** Consent to dose packing (§3.4), where the policy in force asks for it. A withdrawal plans an ending, see `course.ts`. */
export const consentRegion = base.createStateConfig({
  initial: 'none',
  meta: title('samtykke', 'consent', true),
  states: {
    stopped: restingDuty('consent', 'open').stopped,
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      // Nobody is asked while an ending is planned, but the citizen may answer still.
      on: answers,
      always: [
        { guard: isWanted('consent'), target: 'open' },
        isConsent('given'),
        isConsent('declined'),
        isConsent('withdrawn'),
        { guard: 'isConsentNotRequired', target: 'notRequired' },
        { guard: 'isTakenOver', target: 'unknown' },
      ],
    },
    unknown: { meta: title('samtykke ukendt', 'consent unknown', true), on: { ...answers, ...withdrawn } },
    notRequired: {
      meta: title('samtykke kræves ikke', 'consent not required', true),
      always: { guard: 'isConsentRequired', target: 'none' },
      on: { ...answers, ...withdrawn },
    },
    open: {
      ...task,
      on: { askConsent: { target: '.asked', actions: 'note' }, ...answers },
      states: {
        ...task.states,
        asked: {
          meta: {
            title: waiting,
            task: { title: waiting, deadline: 'consentAnswer', basis: 'municipal' },
          },
          after: { consentAnswer: 'overdue' },
          on: { reopenConsent: { target: 'due', actions: 'note' } },
        },
      },
    },
    given: { meta: title('samtykke givet', 'consent given', true), on: { ...answers, ...withdrawn, ...takenBack } },
    declined: { meta: title('borgeren siger nej', 'consent declined'), on: { ...answers, ...takenBack } },
    withdrawn: { meta: title('samtykke trukket tilbage', 'consent withdrawn'), on: { ...answers, ...takenBack } },
  },
});
