/** A draft report of an adverse event (utilsigtet hændelse): a roll that does not arrive, told without who the citizen is (§8.2). */
import { danishDate, normalInstant } from '../calendar.ts';
import type { AdverseEvent, Text } from '../definition.ts';
import type { PeriodContext } from './base.ts';
import { deadlines } from './deadlines.ts';
import { isInHand, stageOf } from './derive-period.ts';

const happenings: Readonly<Record<AdverseEvent['happened'], Text>> = {
  notDispensed: { da: 'Dosisrullen ekspederes ikke.', en: 'The roll is not dispensed.' },
  notDelivered: { da: 'Apoteket har ikke udleveret dosisrullen.', en: 'The pharmacy has not handed out the roll.' },
  discarded: { da: 'Dosisrullen er kasseret.', en: 'The roll is discarded.' },
  notReceived: {
    da: 'Dosisrullen er ekspederet, men ikke modtaget, da den skulle tages i brug.',
    en: 'The roll is dispensed, but was not received when it was to be used.',
  },
  late: {
    da: 'Dosisrullen er ikke ekspederet i tide.',
    en: 'The roll is not dispensed in time.',
  },
};

/** What is wrong with the roll, where it does not come as it should; undefined where it does. */
export function happenedTo(context: PeriodContext): AdverseEvent['happened'] | undefined {
  const { env, period } = context;
  const stage = stageOf(period);
  if (!period.latest || stage === 'unread' || stage === 'deleted' || stage === 'received') return undefined;
  if (stage === 'notDispensed' || stage === 'notDelivered' || stage === 'discarded') return stage;
  const isOnItsWay = isInHand(stage) && stage !== 'poured';
  if (isOnItsWay) return env.at >= normalInstant(period.latest.startDate) ? 'notReceived' : undefined;
  return stage !== 'poured' && env.at >= deadlines.dispenseBy.due(context) ? 'late' : undefined;
}

/**
 * The draft as the facts are now. It names kinds of organisations, never which, and neither drugs nor the words that someone
 * wrote about the discard: they may tell who the citizen is.
 */
export function adverseEventOf(context: PeriodContext): AdverseEvent | undefined {
  const { env, period, changeCutOff } = context;
  const happened = happenedTo(context);
  const { latest } = period;
  if (!happened || !latest) return undefined;
  return {
    draftedAt: env.at,
    cause: 'leveringssvigt',
    happened,
    roll: {
      startDate: latest.startDate,
      endDate: latest.endDate,
      status: latest.status,
      isAcute: Boolean(latest.acutePacking),
    },
    ...(changeCutOff && { changeCutOffAt: changeCutOff.at }),
    ...(latest.expectedDelivery && { expectedDelivery: latest.expectedDelivery }),
    places: ['kommune', 'apotek', ...(latest.packedAtOrganisation ? ['pakkeapotek' as const] : [])],
  };
}

/** The report as text, ready to be taken over into the national reporting system by a person. Danish: so is the system. */
export function adverseEventText(event: AdverseEvent): string {
  const { happened, roll, expectedDelivery, changeCutOffAt, places, draftedAt } = event;
  return [
    'Udkast til rapportering af utilsigtet hændelse',
    '',
    `Årsag: ${event.cause}`,
    `Hvad skete der: ${happenings[happened].da}${roll.isAcute ? ' Dosisrullen var pakket akut.' : ''}`,
    `Dosisrulle: ${roll.startDate} til ${roll.endDate}. Status i FMK: ${roll.status}.`,
    ...(expectedDelivery ? [`Forventet levering: ${expectedDelivery}`] : []),
    ...(changeCutOffAt ? [`Tidsfrist for ændringer: ${danishDate(changeCutOffAt)}`] : []),
    `Hvor: ${places.join(', ')}`,
    `Udkastet er lavet: ${danishDate(draftedAt)}`,
    '',
    'Udkastet indeholder ikke oplysninger om, hvem borgeren er, eller hvilken medicin det drejer sig om. Beskriv selv følgerne for borgeren, og hvad der kan forebygge, at det sker igen.',
  ].join('\n');
}
