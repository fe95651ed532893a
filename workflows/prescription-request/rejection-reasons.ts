/** What follows from FMK's reasons for rejecting a request: the ten that its schema names, and any other text (§3.10, §4.1.6). */
import { own } from '../own.ts';

/** The next step of the municipality, by what the reason asks for. */
export const nextSteps = [
  'reconcileOrder',
  'bookConsultation',
  'readdress',
  'verifyPrescription',
  'askAgain',
  'mixRegimen',
  'withoutSubsidy',
  'readReason',
] as const;
export type NextStep = (typeof nextSteps)[number];

/** [I] `regretted` closes the request: whoever made it took it back. */
const meanings: Readonly<Record<string, NextStep | 'regretted'>> = {
  'Behandlingen er afsluttet': 'reconcileOrder',
  'Receptfornyelsen kræver konsultation': 'bookConsultation',
  'Kontakt egen læge hvis recept ønskes': 'readdress',
  'Recepten skal fornys der, hvor du går til kontrol': 'readdress',
  'Recepten skal fornys af den læge, der sidst udskrev medicinen': 'readdress',
  'Receptanmodning fortrudt': 'regretted',
  'Fornyes ikke. Der findes allerede en gyldig recept': 'verifyPrescription',
  'Det er for tidligt at få en ny recept': 'askAgain',
  'Medicinen udleveres fra hospital': 'mixRegimen',
  'Medicinen kan købes i håndkøb': 'withoutSubsidy',
};

/** An unknown text, or none, is for a person to read. */
export function meaningOf(reason: string | undefined): NextStep | 'regretted' {
  return own(meanings, (reason ?? '').trim()) ?? 'readReason';
}
