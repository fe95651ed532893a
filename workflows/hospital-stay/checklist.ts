import type { WorkflowDefinition } from '../definition.ts';
import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';
import type { ChecklistItem } from './messages.ts';
import { checklist } from './messages.ts';

/** What must be right before the next dose is urgent; the rest must be right before the next roll. */
const deadlineOf = {
  holdLifted: 'dischargeUrgent',
  prescriptionsAccounted: 'followUp',
  newDrugs: 'followUp',
  currentRoll: 'dischargeUrgent',
  nextPeriod: 'followUp',
  homeInformed: 'dischargeUrgent',
} as const satisfies Record<ChecklistItem, keyof WorkflowDefinition['deadlines']>;

function item(name: ChecklistItem) {
  const { question, confirm, reopen } = checklist[name];
  return base.createStateConfig({
    initial: 'none',
    meta: { title: question, quiet: true },
    states: {
      ...restingDuty(name, 'open'),
      open: {
        ...openDuty({
          name,
          task: question,
          deadline: deadlineOf[name],
          basis: 'hospitalNotification',
          notice: 'dischargeChecklistOverdue',
        }),
        on: { [confirm]: 'done' },
      },
      done: {
        meta: { title: { da: 'gjort', en: 'done' }, quiet: true },
        on: { [reopen]: 'open' },
        // A later discharge asks anew. A death does not: its withdrawal leaves what was done as done.
        always: { guard: isNotWanted(name), target: 'none' },
      },
    },
  });
}

/** Six questions at discharge (§3.9), answered one by one. It closes by itself when the discharge is cancelled. */
export const checklistRegion = base.createStateConfig({
  type: 'parallel',
  meta: { title: { da: 'tjekliste ved udskrivning', en: 'discharge checklist' }, quiet: true },
  states: {
    holdLifted: item('holdLifted'),
    prescriptionsAccounted: item('prescriptionsAccounted'),
    newDrugs: item('newDrugs'),
    currentRoll: item('currentRoll'),
    nextPeriod: item('nextPeriod'),
    homeInformed: item('homeInformed'),
  },
});
