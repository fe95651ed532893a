import type { Instant, KnownOfFmk } from '../../../workflows/definition.ts';
import type { FmkFact } from './translate.ts';

/** An answer of FMK's on one citizen; a whole one tells all that was asked for. */
export interface Answer {
  root: string;
  isWhole: boolean;
  facts: FmkFact[];
}

type Subject = 'holds' | 'notSuited' | 'prescriptions' | 'periods';

/** Of what each answer tells everything, the way our client asks. 1.4 shows a hold while it is in force, and nothing of suitability. */
const wholeOf: Readonly<Record<string, readonly Subject[]>> = {
  GetDispensingCardResponse: ['holds', 'notSuited'],
  GetDoseDispensingCardResponse: ['holds'],
  GetPatientRegistrationResponse: ['holds', 'notSuited'],
  GetWarrantResponse: ['prescriptions'],
  GetDispensingPeriodsResponse: ['periods'],
};

/** The status of a prescription that FMK no longer shows: it packs nothing, and the case asks what became of it. */
const notShown = 'notShown';

/** What the case knows and FMK, which told all, does not show: so it is gone, since we do not know when. */
export function missing(known: KnownOfFmk, answers: readonly Answer[], at: Instant): FmkFact[] {
  const whole = answers.filter(({ isWhole }) => isWhole);
  const told = new Set(whole.flatMap(({ facts }) => facts.map(nameOf)));
  const isWholeOf = (subject: Subject): boolean =>
    whole.some(({ root }) => Object.hasOwn(wholeOf, root) && wholeOf[root]?.includes(subject));
  const gone = (subject: Subject, facts: FmkFact[]): FmkFact[] =>
    isWholeOf(subject) ? facts.filter((fact) => !told.has(nameOf(fact))) : [];
  const when = { occurredAt: at, place: '' };
  return [
    ...gone(
      'holds',
      known.holds.map((each) => ({ type: 'holdObserved', data: { ...each, change: 'removed' }, ...when })),
    ),
    ...gone(
      'notSuited',
      known.notSuited.map((each) => ({ type: 'notSuitedObserved', data: { ...each, change: 'removed' }, ...when })),
    ),
    ...gone(
      'prescriptions',
      known.prescriptions.map((each) => ({
        type: 'dosePrescriptionObserved',
        data: { ...each, status: notShown },
        ...when,
      })),
    ),
    ...gone(
      'periods',
      known.periods.map((data) => ({ type: 'dispensingPeriodDeleted', data, ...when })),
    ),
  ];
}

/** What a fact is about: a period observed and the same deleted are one. */
function nameOf(fact: FmkFact): string {
  switch (fact.type) {
    case 'dispensingPeriodObserved':
    case 'dispensingPeriodDeleted':
      return `period ${fact.data.periodId}`;
    case 'dosePrescriptionObserved':
      return `prescription ${fact.data.prescriptionId}`;
    case 'holdObserved':
    case 'notSuitedObserved':
      return `${fact.type} ${fact.data.registrationId}`;
    case 'drugMedicationObserved':
      return `drug medication ${fact.data.drugMedicationId}`;
    case 'relationObserved':
      return `relation ${fact.data.relationId}`;
    case 'requestObserved':
      return `request ${fact.data.requestId}`;
  }
}
