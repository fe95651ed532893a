import type { WorkflowDefinition } from '../definition.ts';
import { base, nothingKnown, standing } from './base.ts';
import { deadlines } from './deadlines.ts';
import { BackOrderObserved, backOrderMessages } from './messages.ts';
import { confirmationRegion, supplyRegion } from './regions.ts';

const machine = base.createMachine({
  id: 'back-order',
  context: ({ input: { env, caseId, parties, data } }) =>
    standing({
      env,
      caseId,
      parties,
      drugId: data['drugId'] as string,
      supply: nothingKnown,
      version: 0,
      told: undefined,
    }),
  type: 'parallel',
  states: { supply: supplyRegion, confirmation: confirmationRegion },
});

/** One for each product, and of no citizen: the case says whether the product can be had, to every case that packs it. */
export const backOrderV1: WorkflowDefinition = {
  name: 'back-order',
  version: 1,
  title: { da: 'Restordre', en: 'Back-order' },
  machine,
  messages: backOrderMessages,
  ignored: [],
  guardReasons: {},
  deadlines,
  open: { kind: 'product', type: 'backOrderObserved', data: BackOrderObserved },
};
