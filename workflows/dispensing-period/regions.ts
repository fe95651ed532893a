import type { Text } from '../definition.ts';
import { isNotWanted, isWanted, openDuty, restingDuty } from '../duty.ts';
import { base, deletePeriod, readPeriod, receiveRoll, reopenReceipt } from './base.ts';
import type { Stage } from './derive-period.ts';
import { stages } from './derive-period.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const asDerived = ([...stages, 'over'] as const).map(
  (stage) => ({ guard: { type: 'isStanding', params: { stage } }, target: stage }) as const,
);
const unlessMoved = (stage: Stage | 'over') =>
  ({ guard: { type: 'isNotStanding', params: { stage } }, target: 'placing' }) as const;
const standing = (stage: Stage, da: string, en: string) =>
  ({
    meta: title(da, en),
    always: unlessMoved(stage),
    after: { periodEnd: { target: 'placing', actions: 'endPeriod' } },
  }) as const;

/** Where the roll stands, as FMK tells it: the chart follows, whatever the order (§4.1.3). News places it anew, and its end. */
export const rollRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('dosisrullen', 'the roll', true),
  on: {
    dispensingPeriodObserved: { guard: 'isNewsOfPeriod', target: '.placing', actions: readPeriod },
    dispensingPeriodDeleted: { guard: 'isNewsOfDeletion', target: '.placing', actions: deletePeriod },
    confirmRollReceived: { guard: 'isReceivable', actions: receiveRoll },
    reopenRollReceived: { guard: 'isReceived', actions: reopenReceipt },
  },
  states: {
    placing: { meta: title('placeres', 'being placed', true), always: asDerived },
    unread: { meta: title('ikke læst endnu', 'not read yet'), always: unlessMoved('unread') },
    unknown: standing('unknown', 'med ukendt status', 'of unknown status'),
    planned: standing('planned', 'planlagt', 'planned'),
    handlingStarted: standing('handlingStarted', 'apoteksbehandling påbegyndt', 'handling started'),
    readyForPacking: standing('readyForPacking', 'klar til pakning', 'ready for packing'),
    packing: standing('packing', 'pakning påbegyndt', 'being packed'),
    packed: standing('packed', 'pakket', 'packed'),
    sent: standing('sent', 'sendes', 'being sent'),
    dispensed: standing('dispensed', 'ekspederet', 'dispensed'),
    received: standing('received', 'modtaget og kontrolleret', 'received and checked'),
    poured: standing('poured', 'ophældt manuelt', 'poured by hand'),
    discarded: standing('discarded', 'kasseret', 'discarded'),
    notDispensed: standing('notDispensed', 'ekspederes ikke', 'not dispensed'),
    notDelivered: standing('notDelivered', 'ikke udleveret af apoteket', 'not handed out by the pharmacy'),
    deleted: { tags: 'closed', meta: title('slettet', 'deleted'), always: unlessMoved('deleted') },
    over: { tags: 'closed', meta: title('slut', 'over'), always: unlessMoved('over') },
  },
});

const dispensingDuty = openDuty({
  name: 'dispensing',
  task: {
    da: 'Dosisrullen er ikke ekspederet, og den skal bruges nu: ring til apoteket',
    en: 'The roll is not dispensed, and it is needed now: phone the pharmacy',
  },
  deadline: 'urgent',
  basis: 'fmk',
  notice: 'rollNotDispensed',
});
/** The start was moved. */
const earlyAgain = { guard: 'isEarly', target: 'waiting' } as const;

/** A4: not dispensed the day before it starts. For a citizen on hold that is expected (§8.1.10). */
export const dispensingRegion = base.createStateConfig({
  initial: 'none',
  meta: title('ekspedition i tide', 'dispensing in time', true),
  states: {
    ...restingDuty('dispensing', 'waiting'),
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      always: { guard: isWanted('dispensing'), target: 'waiting' },
    },
    waiting: {
      meta: title('afventer ekspedition', 'awaiting dispensing', true),
      always: { guard: isNotWanted('dispensing'), target: 'none' },
      after: { dispenseBy: 'open' },
      on: { dispensingPeriodObserved: { guard: 'isNewsOfPeriod', target: 'waiting', reenter: true } },
    },
    open: {
      ...dispensingDuty,
      always: [earlyAgain, ...dispensingDuty.always],
      on: { confirmPharmacyAsked: 'asked' },
    },
    asked: {
      meta: title('apoteket er spurgt', 'the pharmacy was asked', true),
      always: [earlyAgain, { guard: isNotWanted('dispensing'), target: 'none' }],
      after: { askAgain: 'open' },
      on: { reopenPharmacyAsked: 'open' },
    },
  },
});

/** A municipal step (§8.2): the roll is there before its first dose, and someone has checked it. */
export const receiptRegion = base.createStateConfig({
  initial: 'none',
  meta: title('modtagelse', 'receipt', true),
  states: {
    ...restingDuty('receipt', 'open'),
    open: openDuty({
      name: 'receipt',
      task: { da: 'Modtag og kontrollér dosisrullen', en: 'Receive and check the roll' },
      deadline: 'periodStart',
      basis: 'fmk',
      notice: 'rollNotReceived',
    }),
  },
});

/** A roll that the citizen will not get: the days must be covered by something else, before they come. */
export const replacementRegion = base.createStateConfig({
  initial: 'none',
  meta: title('erstatning', 'replacement', true),
  states: {
    ...restingDuty('replacement', 'open'),
    open: {
      ...openDuty({
        name: 'replacement',
        task: {
          da: 'Dosisrullen kommer ikke: aftal med apoteket, hvad borgeren får i stedet',
          en: 'The roll does not come: agree with the pharmacy what the citizen gets instead',
        },
        deadline: 'urgent',
        basis: 'fmk',
        notice: 'rollNotReplaced',
      }),
      on: { confirmReplacement: 'agreed' },
    },
    agreed: {
      meta: title('aftalt', 'agreed', true),
      always: { guard: isNotWanted('replacement'), target: 'none' },
      on: { reopenReplacement: 'open' },
    },
  },
});
