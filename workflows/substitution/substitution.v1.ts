import type { WorkflowDefinition } from '../definition.ts';
import { base } from './base.ts';
import type { SubstitutionContext } from './base.ts';
import { deadlines } from './deadlines.ts';
import type { SituationChanged } from './messages.ts';
import { substitutionMessages } from './messages.ts';
import { searchRegion } from './regions.ts';
import { nothingDone } from './step.ts';

const machine = base.createMachine({
  id: 'substitution',
  context: ({ input: { env, caseId, parties, data } }) => ({
    env,
    caseId,
    parties,
    situation: data as unknown as SituationChanged,
    ...nothingDone,
    citizenDead: false,
  }),
  on: {
    situationChanged: { guard: 'isNewSituation', actions: 'noteSituation' },
    municipalityChanged: { guard: 'isNewMunicipality', actions: 'moveMunicipality' },
    gpChanged: { guard: 'isNewGp', actions: 'takeGp' },
    pharmacyChanged: { guard: 'isNewPharmacy', actions: 'takePharmacy' },
    deathStands: { guard: 'knowsOfNoDeath', actions: 'rest' },
    deathDismissed: { guard: 'knowsOfDeath', actions: 'wake' },
  },
  type: 'parallel',
  states: { search: searchRegion },
});

/** One for each drug on back-order that a citizen has packed: who finds what is given instead. Below the citizen's case. */
export const substitutionV1: WorkflowDefinition = {
  name: 'substitution',
  version: 1,
  title: { da: 'Substitution ved restordre', en: 'Substitution at a back-order' },
  machine,
  messages: substitutionMessages,
  ignored: [],
  guardReasons: {
    maySubstituteOutsideGroup: {
      da: 'behandlerfarmaceuten må ikke længere vælge et lægemiddel uden for gruppen efter de gældende regler; spørg lægen',
      en: 'the rules in force no longer let the prescribing pharmacist choose outside the group; ask the GP',
    },
    isOneOfGroup: {
      da: 'lægemidlet er ikke et af dem i gruppen, som er D-mærket og kan leveres nu',
      en: 'the drug is none of those of the group that have the D mark and can be had now',
    },
    isAnythingDone: { da: 'intet er afgjort endnu', en: 'nothing has been decided yet' },
  },
  deadlines,
  questions: ({ situation: { drugId } }: SubstitutionContext) => [
    { kind: 'substitution', task: 'substitution.search.open.gp', drugs: [{ drugId }] },
  ],
  open: { kind: 'parent' },
};
