import { decideFamily } from '../../src/engine/decide-family.ts';
import type { BackOrderContext } from '../../workflows/back-order/base.ts';
import { backOrderV1 } from '../../workflows/back-order/back-order.v1.ts';
import type { Registration } from '../../workflows/back-order/messages.ts';
import { danishDate } from '../../workflows/calendar.ts';
import type { CaseContext } from '../../workflows/definition.ts';
import { C2, C5, C9, P3, catalogue } from './guarantees.ts';
import { toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Check, Move } from './walk.ts';
import { envAt, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const drugs = ['d', 'e'].map((drugId) => ({ drugId, isDoseDispensable: true, isDeregistered: false }));
const packages = [
  { packageNumber: '000001', drugId: 'd', withdrawn: false },
  { packageNumber: '000002', drugId: 'e', withdrawn: false },
];
const held = (packageNumber: string, since: string, more: Partial<Registration> = {}) => ({
  packageNumber,
  since,
  source: 'walker',
  seenAt: at,
  ...more,
});

let reading = 0;
/** Each reading is later than those before it in the list, so that a walk takes them in this order or leaves some out. */
const reads = (name: string, ...registrations: ReturnType<typeof held>[]): Move =>
  toCase('fact', 'supplyObserved', at, { drugs, packages, registrations, reading: (reading += 1) }, name);

const [d, e] = [held('000001', '2023-03-20'), held('000002', '2023-03-22')];
const moves: readonly Move[] = [
  reads('the product', d),
  reads('product and group', d, e),
  reads('expected back', { ...d, expectedTo: '2023-04-10' }, e),
  reads('the alternative back', d, { ...e, endedOn: '2023-03-20' }),
  reads('registered by mistake', { ...d, withdrawn: true }, e),
  reads('again, long ago', held('000001', '2023-02-01'), held('000002', '2023-02-01')),
  reads('an end to come', { ...d, endedOn: '2023-05-01' }, e),
  reads('a back-order to come', held('000001', '2023-09-01')),
  reads('product again', held('000001', '2023-03-01')),
  reads('all back'),
  toCase('command', 'confirmStillOnBackOrder', at),
].map((move) =>
  move.message.kind === 'command'
    ? { ...move, message: { ...move.message, by: { kind: 'person', id: 'walker', role: 'administrator' } } }
    : move,
);

/** Readings are numbered, so no walk has one that is later than all. Each closed product is told one, and must be open. */
const aLaterReadingReopens: Check = {
  name: 'C9',
  state: ({ family, at: now }) => {
    const [member] = family;
    if (!member?.state.snapshot.hasTag('closed')) return undefined;
    const { target, message: later } = reads('later', held('000001', '2023-03-01'));
    const [after] = decideFamily(family, () => member.definition, target, later, envAt(now)).family;
    return after?.state.snapshot.hasTag('closed')
      ? `Expected a later reading to reopen ${JSON.stringify(member.state.snapshot.value)}, but it did not`
      : undefined;
  },
};

const alphabets = { 'every reading, every date': { moves } } satisfies Record<string, Alphabet>;

/** What follows from the date counts, not the date. */
function essence(context: CaseContext, now: string): unknown {
  const { env: _, ...rest } = context as BackOrderContext;
  return [rest, rest.nextDay === undefined || rest.nextDay > danishDate(now)];
}

const broken = (
  breaks: string,
  damage: string,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation => ({ breaks, damage, chart: 'back-order', make, alphabet: 'every reading, every date', sentence, path });

export const backOrder: Subject = {
  name: 'back-order',
  about: 'A product with one alternative, whose back-orders begin, end and are corrected.',
  charts: [backOrderV1],
  start: (root) => startWith(root, at, { drugId: 'd' }),
  alphabets,
  guarantees: [C2, C5, { ...C9, check: () => aLaterReadingReopens }, P3, catalogue],
  silent: {
    C1: 'It is a product’s: no citizen and no hospital.',
    C3: 'It is a product’s: no citizen.',
    C4: 'It is a product’s: what a citizen lacks is asked about in the citizen’s case, “case and substitution”.',
    C6: 'It says that a product cannot be had, and uses no power.',
    C7: 'It is a product’s: no request.',
    C8: 'It is a product’s: no death is told to it.',
  },
  essence,
  maxStates: 3000,
  mutations: [
    broken(
      'C5',
      'the eighth day brings no warning',
      (chart) => {
        const placing = stateAt(chart, 'supply.placing');
        const always = placing['always'] as { target: string }[];
        placing['always'] = always.map((each) =>
          each.target === 'warned' ? { ...each, target: 'onBackOrder' } : each,
        );
        delete stateAt(chart, 'supply.onBackOrder')['always'];
      },
      'Expected a formal warning on 2023-03-20, but the product is onBackOrder',
      ['again, long ago'],
    ),
    broken(
      'C2',
      'a back-order is asked about without a deadline',
      (chart) => (stateAt(chart, 'confirmation.open.due')['after'] = {}),
      'Expected the task back-order.confirmation.open.due to end at a deadline, but no timer waits for it',
      ['the product', 'the timer confirmBy.back-order.confirmation.watching'],
    ),
    broken(
      'C9',
      'a product that is back cannot go on back-order again',
      (chart) => {
        const available = stateAt(chart, 'supply.available');
        delete available['always'];
        available['on'] = { supplyObserved: {} };
      },
      'Expected a later reading to reopen {"supply":"available"',
      [],
    ),
    broken(
      'catalogue',
      'no state knows a reading',
      (chart) => delete stateAt(chart, 'supply')['on'],
      'Expected supplyObserved to be handled or listed as ignored',
      [],
    ),
  ],
};
