import type { Text } from '../definition.ts';
import type { MunicipalityChanged } from '../hospital-stay/messages.ts';
import type { GpChanged, PharmacyChanged } from '../substitution/messages.ts';
import { base } from './base.ts';
import type { Supply } from './supplied.ts';
import { isGpUntold, isPharmacyUntold, isUntold, situationOf } from './supplied.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** Each drug that needs a substitute has a child, opened when it does first, which hears whatever changes. */
const tellSubstitutions = base.enqueueActions(({ context, enqueue }) => {
  const { deathStands, parties } = context;
  const now: Supply = { ...context.supply };
  for (const [drugId, supply] of Object.entries(context.supply)) {
    const situation = situationOf(context, supply);
    if (!situation || !isUntold(context, supply, situation)) continue;
    const told = JSON.stringify(situation);
    const { child, toldDead, toldMunicipality } = supply;
    if (told !== supply.told) {
      const to = { child, open: { workflow: 'substitution', data: situation } } as const;
      enqueue({ type: 'tell', params: { to, type: 'situationChanged', data: situation } });
    }
    if (deathStands !== toldDead) {
      enqueue({
        type: 'tell',
        params: { to: { child }, type: deathStands ? 'deathStands' : 'deathDismissed', data: {} },
      });
    }
    if (toldMunicipality !== parties.municipality) {
      const data = { municipality: parties.municipality } satisfies MunicipalityChanged;
      enqueue({ type: 'tell', params: { to: { child }, type: 'municipalityChanged', data } });
    }
    const { pharmacy, gpPractice } = parties;
    if (pharmacy && isPharmacyUntold(context, supply)) {
      const data: PharmacyChanged = { pharmacy };
      enqueue({ type: 'tell', params: { to: { child }, type: 'pharmacyChanged', data } });
    }
    if (gpPractice && isGpUntold(context, supply)) {
      const data: GpChanged = { gpPractice };
      enqueue({ type: 'tell', params: { to: { child }, type: 'gpChanged', data } });
    }
    now[drugId] = {
      ...supply,
      told,
      toldDead: deathStands,
      toldMunicipality: parties.municipality,
      ...(pharmacy && { toldPharmacy: pharmacy }),
      ...(gpPractice && { toldGp: gpPractice }),
    };
  }
  enqueue.assign({ supply: now });
});

/** Whether the citizen's drugs can be had: shown from the first day of a back-order (§8.1.11); the children ask what to do. */
export const supplyRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('levering af lægemidlerne', 'supply of the drugs', true),
  always: { guard: 'isSubstitutionUntold', actions: tellSubstitutions },
  states: {
    placing: {
      meta: title('placeres', 'being placed', true),
      always: [
        { guard: 'isAnyRollAtRisk', target: 'atRisk' },
        { guard: 'isAnyDrugShort', target: 'short' },
        { target: 'fine' },
      ],
    },
    fine: {
      meta: title('kan leveres', 'can be had', true),
      always: { guard: 'isAnyDrugShort', target: 'placing' },
    },
    short: {
      meta: title('et lægemiddel er i restordre', 'a drug is on back-order'),
      always: [
        { guard: 'isAnyRollAtRisk', target: 'placing' },
        { guard: 'isNoDrugShort', target: 'placing' },
      ],
    },
    atRisk: {
      meta: title('en dosisrulle kommer måske uden et lægemiddel', 'a roll may come without a drug'),
      always: { guard: 'isNoRollAtRisk', target: 'placing' },
    },
  },
});
