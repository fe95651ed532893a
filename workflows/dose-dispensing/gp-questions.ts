/** What the open questions to a GP are about, from the case alone. Pure. */
import { danishDate } from '../calendar.ts';
import type { Question } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { drugsOf } from './facts.ts';
import { untidyStops } from './medication-changes.ts';
import { packedDrugsOf } from './readiness.ts';
import { renewalsDue } from './renewals.ts';
import { untidyDrugs } from './route-entries.ts';

/** Every question that may be open; which of them is, the tasks say. */
export function gpQuestions(context: DoseContext): Question[] {
  const { alarms, drugMedications, env, medicationChanges, prescriptions } = context;
  const open = drugsOf(prescriptions);
  const stopped = untidyStops(medicationChanges, danishDate(env.at)).filter((drugId) => open.includes(drugId));
  const ending = Object.entries(drugMedications).flatMap(([id, { drugId, endDate }]) =>
    endDate && alarms.some(({ key }) => key === `orderEnding:${id}:${endDate}`)
      ? [{ drugId, drugMedicationId: id, until: endDate }]
      : [],
  );
  return [
    {
      kind: 'renewal',
      task: 'dose-dispensing.renewal.',
      drugs: renewalsDue(context).map(({ drugId, prescriptionId, validTo }) => ({
        drugId,
        prescriptionId,
        until: validTo,
      })),
    },
    { kind: 'orderEnd', task: 'dose-dispensing.orderEnd.', drugs: ending },
    {
      kind: 'tidying',
      task: 'dose-dispensing.medicationChange.underway.tidying.',
      drugs: [...new Set([...stopped, ...untidyDrugs(context)])].map((drugId) => ({ drugId })),
    },
    {
      kind: 'prescribing',
      task: 'dose-dispensing.foundation.underway.prescribing.',
      drugs: packedDrugsOf(context)
        .filter((drugId) => !open.includes(drugId))
        .map((drugId) => ({ drugId })),
    },
    { kind: 'gpWord', task: 'dose-dispensing.gpWord.', drugs: [] },
  ];
}
