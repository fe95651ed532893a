/** What the page of messages in and out says; loaded with it. */
import type { ContentState, DeliveryStatus, InboxSource, InboxStatus, RawReason, Text } from './api.ts';

export const texts = {
  intro: {
    da: 'Beskeder, som andre systemer har sendt til Dosisflow, og beskeder, som Dosisflow har sendt. Listen viser, hvad der blev af dem, og aldrig hvad der står i dem.',
    en: 'Messages that other systems have sent to Dosisflow, and messages that Dosisflow has sent. The list shows what became of them, and never what they say.',
  },
  introOfCase: {
    da: 'Beskeder, som andre systemer har sendt om borgeren, og hvad der blev af dem.',
    en: 'Messages that other systems have sent about the citizen, and what became of them.',
  },
  helpIn: {
    da: 'En ulæselig besked er sendt forkert: giv afsenderen grunden, som står ved beskeden. En besked, der ikke kunne behandles, er Dosisflows egen fejl: den prøves igen af sig selv, og du kan prøve den nu. En besked om en borger uden forløb er besvaret, og indholdet er slettet.',
    en: 'An unreadable message was sent wrongly: give the sender the reason that stands with the message. A message that could not be handled is Dosisflow’s own fault: it is tried again by itself, and you can try it now. A message about a citizen without a case was answered, and its content deleted.',
  },
  helpRaw: {
    da: 'Selve beskeden kan kun åbnes af den, der har brug for den: en besked om en borger af kommunens sygeplejersker, en besked uden borger af administratoren. Hver åbning står i adgangsloggen med begrundelse.',
    en: 'The message itself can be opened only by whoever needs it: one about a citizen by the nurses of the municipality, one about nobody by the administrator. Each opening stands in the access log with its reason.',
  },
  direction: { da: 'Retning', en: 'Direction' },
  received: { da: 'Modtaget', en: 'Received' },
  sent: { da: 'Sendt', en: 'Sent' },
  source: { da: 'Fra', en: 'From' },
  status: { da: 'Hvad blev der af den', en: 'What became of it' },
  all: { da: 'Alle', en: 'All' },
  latest: { da: 'senest', en: 'latest' },
  neverHeard: { da: 'intet modtaget endnu', en: 'nothing received yet' },
  when: { da: 'Modtaget', en: 'Received' },
  message: { da: 'Besked', en: 'Message' },
  code: { da: 'Afsenderens kode', en: 'The sender’s code' },
  technical: { da: 'Teknisk fejltekst', en: 'Technical error' },
  about: { da: 'Om', en: 'About' },
  oneCase: { da: 'Forløb', en: 'Case' },
  nobody: { da: 'ingen her', en: 'nobody here' },
  none: { da: 'Ingen beskeder her', en: 'No messages here' },
  noneHow: {
    da: 'Intet passer til det, du har valgt. Vælg “Alle” for at se alt.',
    en: 'Nothing fits what you have chosen. Choose “All” to see everything.',
  },
  oneCaseOnly: { da: 'Kun ét forløb', en: 'One case only' },
  seeAll: { da: 'vis alle', en: 'show all' },
  askByCase: {
    da: 'Åbn et forløb, og vælg “Beskeder om borgeren” for at se dem',
    en: 'Open a case, and choose “Messages about the citizen” to see them',
  },
  notYours: {
    da: 'Siden er for administratorer og for kommunens sygeplejersker',
    en: 'The page is for administrators and the municipality’s nurses',
  },
  back: { da: 'Til listen over beskeder', en: 'To the list of messages' },
  reason: { da: 'Grund', en: 'Reason' },
  faults: { da: 'Fejl i beskeden', en: 'Faults in the message' },
  identifiers: { da: 'Beskeden', en: 'The message' },
  headerId: { da: 'Beskedens id', en: 'Id of the message' },
  bundleId: { da: 'Pakkens id eller afsender', en: 'Id of the bundle, or sender' },
  format: { da: 'Format', en: 'Format' },
  attempts: { da: 'Forsøg', en: 'Attempts' },
  retryAt: { da: 'Prøves igen', en: 'Tried again' },
  deleteAt: { da: 'Indholdet slettes', en: 'Content deleted' },
  acknowledgement: { da: 'Kvittering', en: 'Acknowledgement' },
  noAcknowledgement: {
    da: 'Denne kilde får svar med det samme og ingen kvittering.',
    en: 'This source is answered at once, and gets no acknowledgement.',
  },
  acknowledged: { da: 'Svaret til afsenderen', en: 'The answer to the sender' },
  effects: { da: 'Hvad beskeden gjorde', en: 'What the message did' },
  noEffects: {
    da: 'Beskeden ændrede ikke noget forløb.',
    en: 'The message changed no case.',
  },
  effect: { da: 'I hændelsesloggen', en: 'In the event log' },
  toCase: { da: 'Til forløbet', en: 'To the case' },
  content: { da: 'Selve beskeden', en: 'The message itself' },
  openRaw: { da: 'Åbn beskeden', en: 'Open the message' },
  hideRaw: { da: 'Skjul beskeden', en: 'Hide the message' },
  why: { da: 'Hvorfor skal du se den?', en: 'Why do you need to see it?' },
  whyHint: {
    da: 'Begrundelsen og dit navn skrives i adgangsloggen.',
    en: 'The reason and your name are written in the access log.',
  },
  choose: { da: 'Vælg …', en: 'Choose …' },
  bytes: { da: 'byte', en: 'bytes' },
  replay: { da: 'Behandl beskeden igen nu', en: 'Handle the message again now' },
  replayed: { da: 'Beskeden er behandlet igen', en: 'The message was handled again' },
  replayHelp: {
    da: 'Den samme besked kan ikke gøre noget to gange.',
    en: 'The same message can do nothing twice.',
  },
  whyNot: {
    da: 'Beskeden har fået sit svar. Den samme besked ændrer intet en gang til.',
    en: 'The message has its answer. The same message changes nothing a second time.',
  },
  noContentToReplay: {
    da: 'Beskedens indhold er slettet: bed afsenderen sende den igen.',
    en: 'The content of the message is deleted: ask the sender to send it again.',
  },
  createdAt: { da: 'Skrevet', en: 'Written' },
  to: { da: 'Til', en: 'To' },
  what: { da: 'Hvad', en: 'What' },
  noDeliveries: { da: 'Ingen beskeder er sendt her', en: 'No messages have been sent here' },
  repeat: { da: 'Send igen', en: 'Send again' },
  repeated: {
    da: 'Beskeden sendes igen. Listen viser, hvordan det gik.',
    en: 'The message is sent again. The list shows how it went.',
  },
  acknowledgeBy: { da: 'kvittering ventes inden', en: 'acknowledgement expected by' },
  deliveredAt: { da: 'nåede frem', en: 'arrived' },
  oneReceiver: { da: 'Kun én modtager', en: 'One receiver only' },
  notSentYet: { da: 'ikke sendt endnu', en: 'not sent yet' },
} satisfies Record<string, Text>;

export const sources: Record<InboxSource, Text> = {
  medcom: { da: 'Sygehuse (MedCom)', en: 'Hospitals (MedCom)' },
  events: { da: 'Integrationer (hændelser)', en: 'Integrations (events)' },
  fmk: { da: 'FMK', en: 'FMK' },
};

export const statuses: Record<InboxStatus, Text> = {
  received: { da: 'Ikke behandlet endnu', en: 'Not handled yet' },
  handled: { da: 'Behandlet', en: 'Handled' },
  unmatched: { da: 'Ikke om nogen her', en: 'About nobody here' },
  unreadable: { da: 'Ulæselig', en: 'Unreadable' },
  faulted: { da: 'Kunne ikke behandles', en: 'Could not be handled' },
};

export const statusKinds: Record<InboxStatus | DeliveryStatus, 'success' | 'info' | 'warning' | 'error'> = {
  received: 'info',
  handled: 'success',
  unmatched: 'info',
  unreadable: 'error',
  faulted: 'error',
  pending: 'info',
  sent: 'warning',
  delivered: 'success',
  failed: 'error',
  refused: 'info',
};

export const deliveryStatuses: Record<DeliveryStatus, Text> = {
  pending: { da: 'Venter på at blive sendt', en: 'Waits to be sent' },
  sent: { da: 'Sendt, venter på kvittering', en: 'Sent, waits for its acknowledgement' },
  delivered: { da: 'Nåede frem', en: 'Arrived' },
  failed: { da: 'Nåede ikke frem', en: 'Did not arrive' },
  refused: { da: 'Skulle ikke sendes længere', en: 'Was not to be told any more' },
};

export const ways: Record<string, Text> = {
  careCommunication: { da: 'Korrespondancemeddelelse', en: 'CareCommunication' },
  webhook: { da: 'Webhook', en: 'Webhook' },
  email: { da: 'E-mail', en: 'E-mail' },
  acknowledged: { da: 'Korrespondancemeddelelse, kvitteret', en: 'CareCommunication, acknowledged' },
  taskOnly: { da: 'Kun opgave i Dosisflow', en: 'A task in Dosisflow alone' },
  replied: { da: 'Korrespondancemeddelelse, besvaret', en: 'CareCommunication, answered' },
};

export const rawReasons: Record<RawReason, Text> = {
  faultFinding: { da: 'Finde ud af, hvorfor den ikke kunne behandles', en: 'Find out why it could not be handled' },
  senderAsks: { da: 'Afsenderen spørger, hvad vi modtog', en: 'The sender asks what we received' },
  dispute: { da: 'En klage eller en utilsigtet hændelse', en: 'A complaint or an adverse event' },
  treatment: { da: 'Behandling af borgeren', en: 'Treatment of the citizen' },
};

export const contentStates: Record<ContentState, Text> = {
  openable: {
    da: 'Beskeden ligger forseglet. Den åbnes her, når du har skrevet hvorfor.',
    en: 'The message lies sealed. It opens here when you have said why.',
  },
  ofCitizen: {
    da: 'Beskeden handler om en borger: kun sygeplejersker i den kommune, der har forløbet, kan åbne den.',
    en: 'The message is about a citizen: only nurses of the municipality that has the case can open it.',
  },
  deleted: {
    da: 'Indholdet er slettet: beskeden handlede ikke om nogen her, eller den er ældre, end beskeder gemmes.',
    en: 'The content is deleted: the message was about nobody here, or it is older than messages are kept.',
  },
};

export const acknowledgementCodes: Record<string, Text> = {
  ok: { da: 'Modtaget (ok)', en: 'Received (ok)' },
  'fatal-error': {
    da: 'Kan ikke bruges, send den ikke uændret igen (fatal-error)',
    en: 'Cannot be used, do not send it again unchanged (fatal-error)',
  },
};
