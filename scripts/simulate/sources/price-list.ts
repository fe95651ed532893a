import { fact, toCase } from '../happening.ts';
import type { Source } from '../sources.ts';

/** What a price list changes of the citizen's own products. */
export const priceList: Source = ({ drugs, opensAt }, { changes }) =>
  changes
    .filter(
      ({ drugId, at }) => at > opensAt && drugs.some((drug) => drug.drugId === drugId && drug.dosing === 'packed'),
    )
    .map(({ drugId, change, at }) => {
      const object = `product:${drugId}`;
      const said = fact('price list', toCase, 'productChanged', { drugId, change }, at, `${object}:${change}:${at}`);
      return { ...said, object };
    });
