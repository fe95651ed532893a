import type { TaskMeta, Text } from '../definition.ts';
import { base, learn } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

type Name = 'available' | 'announced' | 'onBackOrder' | 'warned';
const names: readonly Name[] = ['available', 'announced', 'onBackOrder', 'warned'];
const unless = (name: Name) => ({ guard: { type: 'isNotStanding', params: { name } }, target: 'placing' }) as const;

/** Whether the product can be had, by day: back-orders begin and end, and become a formal warning, by time alone (C5). */
export const supplyRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('levering', 'supply', true),
  on: { supplyObserved: { guard: 'isNewsOfSupply', target: '.placing', actions: learn } },
  states: {
    placing: {
      meta: title('placeres', 'being placed', true),
      always: names.map((name) => ({ guard: { type: 'isStanding', params: { name } }, target: name }) as const),
    },
    available: { tags: 'closed', meta: title('kan leveres', 'can be had'), always: unless('available') },
    announced: {
      meta: title('restordre ventes', 'back-order announced'),
      always: unless('announced'),
      after: { nextDay: { target: 'placing', actions: learn } },
    },
    onBackOrder: {
      meta: title('i restordre', 'on back-order'),
      always: unless('onBackOrder'),
      after: { nextDay: { target: 'placing', actions: learn } },
    },
    warned: {
      meta: title('i restordre, formelt varsel', 'on back-order, formal warning'),
      always: unless('warned'),
      after: { nextDay: { target: 'placing', actions: learn } },
    },
  },
});

const question: Text = {
  da: 'Er lægemidlet stadig i restordre? Registrér, når det kan leveres igen',
  en: 'Is the product still on back-order? Register when it can be had again',
};
const late: Text = { da: `Overskredet: ${question.da}`, en: `Overdue: ${question.en}` };
const task = (text: Text, deadline: string): TaskMeta => ({
  title: text,
  deadline,
  basis: 'product',
});
const isBack = { guard: 'isNotOnBackOrder', target: '#backOrderConfirmation.none' } as const;

/** A back-order that nobody speaks of any more is asked about: an end that was forgotten would hold up thousands of rolls. */
export const confirmationRegion = base.createStateConfig({
  id: 'backOrderConfirmation',
  initial: 'none',
  meta: title('opfølgning på restordren', 'back-order review', true),
  states: {
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      always: { guard: 'isOnBackOrder', target: 'watching' },
    },
    watching: {
      meta: title('afventer levering', 'awaiting supply', true),
      always: isBack,
      after: { confirmBy: 'open' },
      on: {
        supplyObserved: { guard: 'isNewsOfSupply', target: 'watching', reenter: true },
        confirmStillOnBackOrder: { target: 'watching', reenter: true },
      },
    },
    open: {
      initial: 'due',
      meta: { title: question, quiet: true },
      always: isBack,
      on: {
        supplyObserved: { guard: 'isNewsOfSupply', target: 'watching' },
        confirmStillOnBackOrder: 'watching',
      },
      states: {
        due: { meta: { title: question, task: task(question, 'answer') }, after: { answer: 'overdue' } },
        overdue: {
          entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: 'backOrderReviewOverdue' } },
          meta: { title: late, task: task(late, 'escalation') },
          after: { escalation: { target: 'overdue', reenter: true } },
        },
      },
    },
  },
});
