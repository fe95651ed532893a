import type { LegalBasis } from '../../workflows/definition.ts';
import type { OrganisationKind } from '../db/tables.ts';
import type { Category } from '../integration/care-communication/categories.ts';

/** What a notice rests on, and how it is said to people. It says that something waits, never what anyone has or takes. */
export interface Notice {
  basis: LegalBasis;
  /** What a message of MedCom's is filed under: medicine, or who does what about it (carecoordination). */
  category: Category;
  text: string;
  /** No task waits for its receiver: who is not told by this is told by nothing. */
  standsAlone?: true;
}

const seeIt = 'Se forløbet i Dosisflow.';
const overdue = (what: string, basis: LegalBasis = 'municipal', category: Notice['category'] = 'medicine'): Notice => ({
  basis,
  category,
  text: `Fristen er overskredet: ${what}. ${seeIt}`,
});
const told = (what: string, basis: LegalBasis = 'municipal', category: Notice['category'] = 'medicine'): Notice => ({
  basis,
  category,
  text: `${what}. ${seeIt}`,
});
const alone = (notice: Notice): Notice => ({ ...notice, standsAlone: true });
const ofHospital = (what: string, category: Notice['category'] = 'discharge'): Notice =>
  overdue(what, 'hospitalNotification', category);

/** By the code of the notice, as the charts and the digests name it. */
export const notices: Readonly<Record<string, Notice>> = {
  suitabilityOverdue: overdue('egnethedsvurdering'),
  consentOverdue: overdue('borgerens samtykke'),
  feeOverdue: overdue('betaling af dosispakkegebyr'),
  discrepancyOverdue: overdue('noget mangler for dosispakningen'),
  prescribingOverdue: overdue('dosisrecepter'),
  prescribingReminder: told('Dosisrecepter afventer udstedelse'),
  startOverdue: overdue('første dosisrulle'),
  oldBoxesOverdue: overdue('gamle æsker i hjemmet'),
  changeDecisionOverdue: overdue('beslutning om medicinændring'),
  discardingOverdue: overdue('kassering af dosisruller'),
  sideDosingSetUpOverdue: overdue('sidedosering skal sættes i gang'),
  tidyingOverdue: overdue('oprydning i dosisrecepter'),
  sideDosingOverdue: overdue('sidedosering'),
  endingOverdue: overdue('ophør af dosispakning'),
  referralOverdue: overdue('henvisning til apoteket', 'municipal', 'carecoordination'),
  gpWordOverdue: overdue('lægens svar', 'municipal', 'carecoordination'),
  gpObjects: alone(told('Lægen har indvendinger mod dosispakning', 'municipal', 'carecoordination')),
  pharmacyStartsDosePacking: alone(told('Apoteket starter dosispakning', 'municipal', 'carecoordination')),
  citizenTakenOver: alone(told('En borger er skiftet til jer', 'municipal', 'carecoordination')),
  daysWithoutRollOverdue: overdue('dage uden dosisrulle', 'fmk'),
  rollAfterEnding: told('FMK viser en dosisrulle efter ophør', 'fmk'),
  planningOverdue: overdue('planlægning af dosisruller', 'fmk'),
  renewalOverdue: overdue('fornyelse af dosisrecepter', 'fmk'),
  rePrescriptionLimitReached: told('Dosisrecepter skal fornyes af lægen', 'fmk'),
  orderEndOverdue: overdue('en ordination, der udløber', 'fmk'),
  rollNotDispensed: overdue('en dosisrulle er ikke ekspederet', 'fmk'),
  rollNotReceived: overdue('en dosisrulle er ikke modtaget', 'fmk'),
  rollNotReplaced: overdue('en dosisrulle er ikke erstattet', 'fmk'),
  requestUnanswered: overdue('en receptanmodning er ikke besvaret', 'fmk'),
  requestRejected: overdue('en receptanmodning er afvist', 'fmk'),
  backOrderReviewOverdue: overdue('gennemgang af restordre', 'product'),
  substituteWanted: told('Et lægemiddel i restordre skal erstattes', 'product'),
  substituteOverdue: overdue('et lægemiddel i restordre er ikke erstattet', 'product'),
  substitutedOutsideGroup: alone(told('Et lægemiddel i restordre er erstattet', 'product')),
  substituteNotSeen: overdue('FMK viser endnu ikke et nyt lægemiddel', 'product'),
  clusterOverdue: overdue('sundhedsklyngens svar', 'product'),
  mailDigest: told('Opgaver venter', 'fmk'),
  gpDigest: told('Spørgsmål om dosispakket medicin venter i praksis', 'fmk'),
  deathOverdue: ofHospital('melding om dødsfald', 'decease'),
  removalReasonOverdue: ofHospital('grund til at medicin er fjernet'),
  holdReviewOverdue: ofHospital('dosispakning i bero'),
  unknownAdmissionOverdue: ofHospital('en ukendt indlæggelse'),
  admissionReviewOverdue: ofHospital('gennemgang ved indlæggelse'),
  missingDischargeOverdue: ofHospital('udskrivning er ikke meldt'),
  dischargeChecklistOverdue: ofHospital('tjekliste ved udskrivning'),
  reportOfAdmissionRequested: {
    ...ofHospital('indlæggelsesrapport'),
    text: `Sygehuset beder om en indlæggelsesrapport. ${seeIt}`,
  },
  'reminder.municipal': told('En opgave er overskredet'),
  'reminder.fmk': told('En opgave er overskredet', 'fmk'),
  'reminder.product': told('En opgave er overskredet', 'product'),
  'reminder.hospitalNotification': told('En opgave er overskredet', 'hospitalNotification'),
  careMessageUnread: ofHospital('ulæst korrespondance', 'medicine'),
  replyOverdue: ofHospital('svar på korrespondance', 'medicine'),
};

/** A code that nobody has described: as strict as the strictest, and it says nothing. */
const unknown: Notice = { basis: 'hospitalNotification', category: 'medicine', text: `Noget venter. ${seeIt}` };

export function noticeOf(code: string): Notice {
  return Object.hasOwn(notices, code) ? (notices[code] ?? unknown) : unknown;
}

export interface NoticeReceiver {
  id: string;
  kind: OrganisationKind;
}

/**
 * Whether the receiver's legal basis covers what a notice says (P3). What a hospital's message causes is the municipality's
 * that has the case now; the rest may go to whoever takes part, but never to a region or an authority, who see sums alone.
 */
export function mayBeTold({ basis }: Notice, receiver: NoticeReceiver, municipalityId: string | undefined): boolean {
  if (basis === 'hospitalNotification') return receiver.id === municipalityId;
  return ['municipality', 'gpPractice', 'pharmacy', 'hospital', 'supplier'].includes(receiver.kind);
}
