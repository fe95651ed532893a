import { systemActor } from '../../../workflows/definition.ts';
import type { Message } from '../../../workflows/definition.ts';
import { toCase } from '../happening.ts';
import type { Source } from '../sources.ts';

/** What the cases of products tell every citizen who has them packed; a case opened later is told how they stand by then. */
export const backOrders: Source = ({ drugs, opensAt }, { supply }) =>
  supply
    .filter(({ drugId }) => drugs.some((drug) => drug.drugId === drugId && drug.dosing === 'packed'))
    .map(({ drugId, at: told, data }) => {
      const at = told > opensAt ? told : opensAt;
      const key = `supply:${drugId}:${told}`;
      const message: Message = {
        kind: 'internal',
        type: 'supplyChanged',
        data,
        occurredAt: told,
        by: systemActor,
        key,
      };
      return { at, from: 'back-orders', to: toCase, message };
    });
