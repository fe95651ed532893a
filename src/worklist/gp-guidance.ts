import type { QuestionKind, Text } from '../../workflows/definition.ts';
import { practiceSystems } from '../db/tables.ts';
import type { PracticeSystem } from '../db/tables.ts';

/** What is done in the citizen's medicine card (FMK), the same in every system. */
const steps: Record<QuestionKind, Text> = {
  renewal: {
    da: 'vælg alle dosisrecepter på listen, og forny dem på én gang til samme apotek',
    en: 'choose all dose prescriptions of the list, and renew them at once, to the same pharmacy',
  },
  orderEnd: {
    da: 'ret slutdatoen på ordinationen, hvis behandlingen skal fortsætte; der skal ingen ny recept til',
    en: 'correct the end date of the order if the treatment goes on; no new prescription is needed',
  },
  tidying: {
    da: 'annullér den åbne dosisrecept på det seponerede lægemiddel',
    en: 'cancel the open dose prescription of the stopped drug',
  },
  prescribing: {
    da: 'tjek struktureret dosering og slutdatoer, og udsted en dosisrecept på hvert lægemiddel til borgerens apotek',
    en: 'check structured dosage and end dates, and issue a dose prescription for each drug to the citizen’s pharmacy',
  },
  substitution: {
    da: 'ordinér et andet lægemiddel, og udsted en dosisrecept på det til borgerens apotek; svar her, hvad du har valgt, eller at intet findes',
    en: 'prescribe another drug, and issue a dose prescription for it to the citizen’s pharmacy; answer here what you chose, or that there is nothing',
  },
  gpWord: {
    da: 'svar her, eller ring til kommunen, som kan skrive svaret ind',
    en: 'answer here, or phone the municipality, which can write the answer down',
  },
};

/** [I] Our own short words; the systems' own manuals go further. */
export function guidanceFor(kind: QuestionKind, system: PracticeSystem | null): Text {
  const step = steps[kind];
  if (kind === 'gpWord') return { da: sentence(step.da), en: sentence(step.en) };
  const named = system ? ` ${practiceSystems[system]}` : '';
  return {
    da: `Åbn patientens medicinkort (FMK) i${named || ' lægesystemet'}: ${step.da}.`,
    en: `Open the patient’s medicine card (FMK) in${named || ' the practice system'}: ${step.en}.`,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
