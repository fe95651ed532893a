/** The list of candidates where the development accounts work, as a care record's export would have filled it. */
import type { Caller } from '../../src/auth/caller.ts';
import { importCandidates } from '../../src/candidates/import-candidates.ts';
import type { Store } from '../../src/db/store.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { danishDate, shiftDay } from '../../workflows/calendar.ts';
import { Draw } from '../simulate/draw.ts';
import { formulary } from '../simulate/fate.ts';
import { homeCode, personOf } from './people.ts';
import { partiesOf } from './register.ts';

/** Numbers after those of any citizen with a case. */
const firstNumber = 20_000;
const candidates = 28;

export async function addCandidates(store: Store): Promise<void> {
  const subject = 'dev|nurse';
  const nurse: Caller = {
    kind: 'person',
    id: directoryId('person', subject),
    subject,
    name: 'Nanna Prøve (sygeplejerske)',
    role: 'municipalNurse',
    organisationId: partiesOf(homeCode).municipality,
    scopes: ['cases'],
  };
  const today = danishDate(await store.clock(store.pool));
  const given = Array.from({ length: candidates }, (_, n) => candidateOf(firstNumber + n, today));
  const taken = await importCandidates(store, nurse, { candidates: given });
  const refused = taken.filter(({ result }) => result === 'invalid');
  if (refused.length > 0) throw new Error(`Expected ${candidates} candidates, but ${refused.length} were refused`);
}

function candidateOf(number: number, today: string): object {
  const draw = new Draw('demonstration').for(number).for('candidate');
  const first = draw.whole('firstDrug', 0, formulary.length - 1);
  const drugs = Array.from({ length: draw.whole('drugs', 2, 9) }, (_, n) => {
    const product = formulary[(first + n * 7) % formulary.length] ?? '';
    const isUnmarked = draw.chance(`noMark ${n}`, 0.12);
    return {
      // The price list marks nearly all it holds: what has no mark is not on it.
      drugId: isUnmarked ? product.replace(/^2810/, '2819') : product,
      isDoseDispensable: !isUnmarked,
      hasStructuredDosage: !draw.chance(`freeText ${n}`, 0.06),
      isAsNeeded: draw.chance(`asNeeded ${n}`, 0.1),
      changedOn: shiftDay(today, -draw.whole(`changed ${n}`, 3, 400)),
    };
  });
  return {
    ...personOf(number),
    drugs,
    stability: { stableBackward: !draw.chance('unstable', 0.1), changePlanned: draw.chance('planned', 0.1) },
  };
}
