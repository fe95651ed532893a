import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';
import type { deadlines } from './deadlines.ts';
import type { ChecklistItem } from './messages.ts';
import { checklist } from './messages.ts';

/** What must be right before the next dose is urgent; the rest must be right before the next roll. */
const deadlineOf = {
  holdLifted: 'dischargeUrgent',
  prescriptionsAccounted: 'dischargeFollowUp',
  newDrugs: 'dischargeFollowUp',
  currentRoll: 'dischargeUrgent',
  nextPeriod: 'dischargeFollowUp',
  homeInformed: 'dischargeUrgent',
} as const satisfies Record<ChecklistItem, keyof typeof deadlines>;

function item(name: ChecklistItem) {
  const { question, confirm, reopen } = checklist[name];
  const deadline = deadlineOf[name];
  const duty = openDuty({
    name,
    task: question,
    deadline,
    basis: 'hospitalNotification',
    notice: 'dischargeChecklistOverdue',
  });
  const hurried = {
    guard: { type: 'isHurried', params: { deadline } },
    target: 'due',
    reenter: true,
    actions: 'noteCover',
  } as const;
  return base.createStateConfig({
    initial: 'none',
    meta: { title: question, quiet: true },
    states: {
      ...restingDuty(name, 'open'),
      open: {
        ...duty,
        on: { [confirm]: 'done' },
        states: { ...duty.states, due: { ...duty.states.due, on: { coverTold: hurried } } },
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
