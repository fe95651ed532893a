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

/**
 * The practice's own system, and what is done there step by step for each kind of question. The card is the same in all of
 * them; where a system's public manual names the buttons, they stand beside [I].
 */
export function guideOf(system: PracticeSystem | null) {
  return {
    system: system && practiceSystems[system],
    manual: system === 'winplc' ? winplc.manual : null,
    guides: (Object.keys(steps) as QuestionKind[]).map((kind) => ({ kind, steps: stepsFor(kind, system) })),
  };
}

function stepsFor(kind: QuestionKind, system: PracticeSystem | null): Text[] {
  const named = system ? practiceSystems[system] : undefined;
  const words = system === 'winplc' ? winplc : undefined;
  const open: Text = {
    da: `Åbn patientens medicinkort (FMK) i ${named ?? 'lægesystemet'}${words?.card.da ?? ''}.`,
    en: `Open the patient’s medicine card (FMK) in ${named ?? 'the practice system'}${words?.card.en ?? ''}.`,
  };
  const step: Text = { da: sentence(steps[kind].da), en: sentence(steps[kind].en) };
  if (kind === 'gpWord') return [step];
  if (kind === 'substitution') return [open, step];
  if (kind !== 'renewal' && kind !== 'prescribing') return [open, step, bySelf];
  return [
    open,
    {
      da: 'Tjek, at doseringen er struktureret, og at ingen slutdato stopper pakningen utilsigtet.',
      en: 'Check that the dosage is structured, and that no end date stops the packing by mistake.',
    },
    {
      da: `Udsted en dosisrecept på hvert lægemiddel på listen, alle med samme udløb (højst to år)${words?.validity.da ?? ''}: så skal de også fornyes samlet næste gang.`,
      en: `Issue a dose prescription for each drug of the list, all expiring together (two years at most)${words?.validity.en ?? ''}: so they are renewed together the next time too.`,
    },
    {
      da: `Send dem alle til patientens dosisapotek${words?.send.da ?? ''}.`,
      en: `Send them all to the patient’s dose-packing pharmacy${words?.send.en ?? ''}.`,
    },
    bySelf,
  ];
}

const bySelf: Text = {
  da: 'Du skal ikke melde noget her: linjen forsvinder, når FMK viser det.',
  en: 'Nothing is to be told here: the line goes away when FMK shows it.',
};

/** No public manual of the other systems was found. */
const winplc = {
  manual: 'https://manual-winplc.eghealthcare.dk/dosisdispensering.html',
  card: {
    da: '; knappen DD Oversigt viser dosisdispenseringskortet og tidsfristen for ændringer',
    en: '; the button DD Oversigt shows the dose dispensing card and the change cut-off',
  },
  validity: { da: ' i feltet Varighed', en: ' in the field Varighed' },
  send: {
    da: ': højreklik på receptkladderne under Nye recepter, og vælg Send til apotek',
    en: ': right-click the drafts under Nye recepter, and choose Send til apotek',
  },
} as const;

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
