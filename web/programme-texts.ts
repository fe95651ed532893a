/** What the pages of the programme say; loaded with them. */
import type { Lens } from './lenses.ts';
import type { ParameterKey, ProgrammeItem, RequestCount, Text } from './api.ts';

export const texts = {
  uptakeIntro: {
    da: 'Hvor langt dosispakket medicin er nået i landet, og hvad der skal til for at nå målet. Egne tal vises ved siden af andres. Tal under fem vises ikke.',
    en: 'How far dose-packed medicine has come in the country, and what the target takes. Own counts stand beside those of others. Numbers under five are not shown.',
  },
  uptakeHelp: {
    da: 'Egne tal er borgere, hvis dosispakning er begyndt og ikke ophørt ved månedens udgang. Andelen er brugere på 75 år og derover af alle i den alder (skøn for 2026). En sum tæller kun det, der vises. Hvert billede har en tabel, der kan hentes.',
    en: 'Own counts are citizens whose dose packing has begun and not ended at the end of the month. The share is users aged 75 and over of all of that age (an estimate for 2026). A sum counts only what is shown. Each picture has a table that can be downloaded.',
  },
  development: { da: 'Brugere måned for måned', en: 'Users month by month' },
  month: { da: 'Måned', en: 'Month' },
  all: { da: 'Alle', en: 'All' },
  aged65: { da: '65 år og derover', en: '65 and over' },
  aged75: { da: '75 år og derover', en: '75 and over' },
  social: { da: 'I botilbud', en: 'In social housing' },
  socialIntro: {
    da: 'Det sociale område er borgere i botilbud, også under 65 år. Kun Dosisflow tæller dem, efter forløbets bolig: andres tal er ikke delt efter bolig. Kommuner uden forløb her, og med færre end fem i botilbud, er tomme.',
    en: 'The social area is citizens in social housing, those under 65 too. Only Dosisflow counts them, by the home that the case tells: others’ figures are not told apart by home. Municipalities without cases here, or with fewer than five in social housing, are empty.',
  },
  source: { da: 'Kilde', en: 'Source' },
  vintage: { da: 'Opgjort', en: 'As of' },
  own: { da: 'Egen optælling', en: 'Own count' },
  published: { da: 'Andres tal', en: 'Others’ figures' },
  target: { da: 'Mål', en: 'Target' },
  noTarget: { da: 'Der er ikke fastsat et mål.', en: 'No target is settled.' },
  perMonth: { da: 'flere om måneden', en: 'more a month' },
  needed: { da: 'Målet kræver', en: 'The target takes' },
  atThisPace: { da: 'Med det tempo', en: 'At this pace' },
  short: { da: 'under målet', en: 'below the target' },
  over: { da: 'over målet', en: 'above the target' },
  pace: { da: 'Tempo', en: 'Pace' },
  picture: { da: 'billede', en: 'picture' },
  table: { da: 'Vis tabellen', en: 'Show the table' },
  download: { da: 'Hent som CSV', en: 'Download as CSV' },
  hidden: { da: 'skjult', en: 'hidden' },
  unknown: { da: 'ikke oplyst', en: 'not known' },
  municipalities: { da: 'Kommunerne', en: 'The municipalities' },
  municipality: { da: 'Kommune', en: 'Municipality' },
  share75: { da: 'Andel af 75 år og derover', en: 'Share of 75 and over' },
  figure75: { da: 'Andel efter andre', en: 'Share by others' },
  risen: { da: 'Ændring, 75 år og derover', en: 'Change, 75 and over' },
  lens: { da: 'Se på', en: 'Look at' },
  region: { da: 'Region', en: 'Region' },
  council: { da: 'Sundhedsråd', en: 'Health council' },
  noPlaces: {
    da: 'Regioner og sundhedsråd kunne ikke hentes: alle kommuner vises.',
    en: 'Regions and health councils could not be had: all municipalities are shown.',
  },
  clusters: { da: 'Kvalitetsklynger', en: 'Quality clusters' },
  clustersIntro: {
    da: 'Brugere, hvis egen læge er i kvalitetsklyngen. ”Kan vinde” er, hvor mange flere den ville have, hvis den havde lige så mange pr. praksis som alle kvalitetsklynger under ét. Et skjult tal regnes som ingen.',
    en: 'Users whose general practice is in the cluster. “Could gain” is how many more it would have with as many to a practice as all clusters together. A hidden number counts as none.',
  },
  clusterLens: { da: 'Kvalitetsklynger', en: 'Quality clusters' },
  cluster: { da: 'Kvalitetsklynge', en: 'Quality cluster' },
  practices: { da: 'Praksisser', en: 'Practices' },
  clusterPackage: { da: 'Klyngepakke', en: 'Cluster package' },
  couldGain: { da: 'Kan vinde', en: 'Could gain' },
  gainMost: { da: 'kan vinde mest', en: 'could gain most' },
  withoutPackage: { da: 'uden klyngepakke', en: 'without the package' },
  noCluster: {
    da: 'Ingen kvalitetsklynger passer på det, der er valgt.',
    en: 'No quality cluster fits what is chosen.',
  },
  nobodyHere: { da: 'Ingen kommuner passer på det, der er valgt.', en: 'No municipality fits what is chosen.' },
  flow: { da: 'Begyndt, ophørt og sagt nej', en: 'Begun, ended and declined' },
  what: { da: 'Hvad', en: 'What' },
  number: { da: 'Antal', en: 'Number' },
  noneYet: { da: 'Intet er talt endnu.', en: 'Nothing is counted yet.' },
  recall: { da: 'Spørg igen', en: 'Ask again' },
  recallIntro: {
    da: 'Borgere i kommunen, der har sagt nej. Når reglerne ændres, kan de spørges igen.',
    en: 'Citizens of the municipality who said no. When the rules change they can be asked again.',
  },
  nobodyDeclined: { da: 'Ingen i kommunen har sagt nej.', en: 'Nobody in the municipality has declined.' },
  reason: { da: 'Grund', en: 'Reason' },
  day: { da: 'Dag', en: 'Day' },
  oneCase: { da: 'Forløb', en: 'Case' },
  admissions: { da: 'Fjernet eller sat i bero under indlæggelse', en: 'Removed or on hold during a stay' },
  department: { da: 'Afdeling', en: 'Department' },
  stays: { da: 'Indlæggelser', en: 'Admissions' },
  removed: { da: 'Fjernet', en: 'Removed' },
  withoutReason: { da: 'Heraf uden faglig grund', en: 'Of these without a professional reason' },
  held: { da: 'Sat i bero', en: 'Set on hold' },
  requests: { da: 'Receptanmodninger', en: 'Prescription requests' },
  way: { da: 'Vej', en: 'Way' },
  seen: { da: 'Afvisning', en: 'Rejection' },
  age: { da: 'Ventet', en: 'Waited' },
  supply: { da: 'Restordrer', en: 'Back-orders' },
  product: { da: 'Lægemiddel', en: 'Drug' },
  since: { da: 'Siden', en: 'Since' },
  expected: { da: 'Ventes igen', en: 'Expected' },
  reach: { da: 'Forløb, der pakker det', en: 'Cases that pack it' },
  withoutMark: { da: 'Lægemidler uden D-mærke, som hindrer flest', en: 'Drugs without a D mark that hinder most' },
  candidates: { da: 'Kandidater, der får det', en: 'Candidates who take it' },
  money: { da: 'Kroner og timer', en: 'Kroner and hours' },
  hoursFreed: { da: 'Frigjorte timer om året ved de seneste tal', en: 'Hours freed a year by the latest figures' },
  fullTime: { da: 'årsværk', en: 'full-time equivalents' },
  reckonedKroner: { da: 'Kroner om året efter betaler, skøn', en: 'Kroner a year by payer, an estimate' },
  reckonedIntro: {
    da: 'Antal brugere gange det, der regnes med pr. borger og år. Satserne og deres kilder rettes under ”Det, der regnes med”.',
    en: 'The number of users times what is reckoned for a citizen a year. The rates and their sources are changed under “What is reckoned with”.',
  },
  perCitizen: { da: 'Pr. borger og år', en: 'Per citizen a year' },
  atLatest: { da: 'Ved de seneste tal', en: 'By the latest figures' },
  atTarget: { da: 'Ved målet', en: 'At the target' },
  users: { da: 'brugere', en: 'users' },
  countedKroner: { da: 'Gebyrer efter betaler, egen optælling', en: 'Fees by payer, own count' },
  payer: { da: 'Betaler', en: 'Payer' },
  kroner: { da: 'Kroner i perioden', en: 'Kroner in the period' },
  payerRegion: { da: 'Region', en: 'Region' },
  payerCitizen: { da: 'Borger', en: 'Citizen' },
  payerMunicipality: { da: 'Kommune', en: 'Municipality' },
  payerUnknown: { da: 'Ukendt', en: 'Unknown' },
  feesElsewhere: {
    da: 'Gebyrer fra egne forløb ses af koordinatorer.',
    en: 'The fees of our own cases are seen by coordinators.',
  },
  parameters: { da: 'Det, der regnes med', en: 'What is reckoned with' },
  value: { da: 'Værdi', en: 'Value' },
  notSettled: { da: 'ikke fastsat', en: 'not settled' },
  change: { da: 'Ret', en: 'Change' },
  save: { da: 'Gem', en: 'Save' },
  importFigures: { da: 'Indlæs andres tal', en: 'Import others’ figures' },
  importHint: {
    da: 'CSV med kolonnerne month;area;usersAll;users65;users75;share65;share75. Månedens form er 2026-02; area er DK, en regions- eller kommunekode.',
    en: 'CSV with the columns month;area;usersAll;users65;users75;share65;share75. A month is written 2026-02; area is DK, or a region’s or municipality’s code.',
  },
  importNow: { da: 'Indlæs', en: 'Import' },
  imported: { da: 'Tal indlæst', en: 'Figures imported' },
  file: { da: 'Tabellens tekst', en: 'The text of the table' },
  programmeIntro: {
    da: 'Milepæle, beslutninger og risici. Det, der ikke er nået til tiden, vises som ikke nået.',
    en: 'Milestones, decisions and risks. What was not reached in time is shown as missed.',
  },
  forSteering: { da: 'Hent til styregruppen (CSV)', en: 'Download for the steering group (CSV)' },
  title: { da: 'Titel', en: 'Title' },
  status: { da: 'Status', en: 'Status' },
  planned: { da: 'Planlagt', en: 'Planned' },
  done: { da: 'Nået', en: 'Reached' },
  missed: { da: 'Ikke nået', en: 'Missed' },
  owner: { da: 'Hos', en: 'With' },
  waitsFor: { da: 'Venter på', en: 'Waits for' },
  note: { da: 'Note', en: 'Note' },
  saved: { da: 'Gemt', en: 'Saved' },
} satisfies Record<string, Text>;

export const lenses: Record<Lens, Text> = {
  alle: { da: 'alle', en: 'all' },
  lav: { da: 'under den lave grænse', en: 'below the low limit' },
  hoej: { da: 'over den høje grænse', en: 'above the high limit' },
  stigning: { da: 'stigende', en: 'rising' },
  seks: { da: '6-byerne', en: 'the six largest cities' },
  social: { da: 'det sociale område', en: 'the social area' },
};

const reasons: Record<string, Text> = {
  gpWithdraws: { da: 'lægen', en: 'the GP' },
  citizenDeclines: { da: 'borgeren ønsker det ikke', en: 'the citizen declines' },
  consentWithdrawn: { da: 'samtykket trukket tilbage', en: 'consent withdrawn' },
  feeDeclined: { da: 'betalingen', en: 'the fee' },
  notSuited: { da: 'ikke egnet', en: 'not suited' },
  unstableMedication: { da: 'ustabil medicin', en: 'unstable medication' },
  nonPayment: { da: 'manglende betaling', en: 'non-payment' },
  moved: { da: 'flyttet', en: 'moved' },
  death: { da: 'død', en: 'death' },
  other: { da: 'andet', en: 'other' },
  unknown: { da: 'ikke oplyst', en: 'not known' },
  doseFee: { da: 'dosispakkegebyret', en: 'the dose-packing fee' },
  deliveryFee: { da: 'leveringsgebyret', en: 'the delivery fee' },
};
const kinds: Record<string, Text> = {
  takenOver: { da: 'Overtaget: fik allerede dosispakket', en: 'Taken over: already on dose packing' },
  started: { da: 'Begyndt', en: 'Begun' },
  ended: { da: 'Ophørt', en: 'Ended' },
  givenUp: { da: 'Opgivet før start', en: 'Given up before the start' },
  consentDeclined: { da: 'Sagt nej', en: 'Declined' },
};

/** `ended.death` in words. */
export function flowText(kind: string): Text {
  const [name = '', reason] = kind.split('.');
  const what = kinds[name] ?? { da: name, en: name };
  const why = reason === undefined ? undefined : reasonText(reason);
  return why ? { da: `${what.da}: ${why.da}`, en: `${what.en}: ${why.en}` } : what;
}

export const reasonText = (reason: string): Text => reasons[reason] ?? { da: reason, en: reason };

export const ways: Record<RequestCount['way'], Text> = {
  practice: { da: 'Lægepraksis', en: 'GP practice' },
  autoForward: { da: 'Vest: sendes videre', en: 'West: forwarded' },
  pool: { da: 'Øst: opsamlingspulje', en: 'East: collection pool' },
  noWay: { da: 'Afdeling, der ikke kan svare', en: 'Department that cannot answer' },
  unknown: { da: 'Ukendt enhed', en: 'Unknown unit' },
};
export const seens: Record<RequestCount['seen'], Text> = {
  notRejected: { da: 'ikke afvist', en: 'not rejected' },
  shown: { da: 'ses i omsorgsjournalen', en: 'shown by the care record' },
  findable: { da: 'kan findes af den, der ved det', en: 'found by whoever knows of it' },
  invisible: { da: 'kan ingen i kommunen se', en: 'seen by nobody in the municipality' },
};
export const ages: Record<RequestCount['age'], Text> = {
  '0-6': { da: 'under 7 dage', en: 'less than 7 days' },
  '7-13': { da: '7–13 dage', en: '7–13 days' },
  '14-27': { da: '14–27 dage', en: '14–27 days' },
  '28+': { da: '28 dage eller mere', en: '28 days or more' },
  closed: { da: 'lukket', en: 'closed' },
};

export const parameterNames: Record<ParameterKey, Text> = {
  targetUsers: { da: 'Mål for brugere', en: 'Target of users' },
  targetMonth: { da: 'Målets måned', en: 'Month of the target' },
  longTermTargetUsers: { da: 'Langsigtet mål', en: 'Long-term target' },
  lowUptakePercent: { da: 'Lav andel, procent', en: 'Low share, percent' },
  highUptakePercent: { da: 'Høj andel, procent', en: 'High share, percent' },
  medicationHandling: { da: 'Borgere i medicinhåndtering', en: 'Citizens in medication handling' },
  fullTimeLow: { da: 'Årsværk, lavt skøn', en: 'Full-time equivalents, low' },
  fullTimeHigh: { da: 'Årsværk, højt skøn', en: 'Full-time equivalents, high' },
  usersAtFullPhaseIn: { da: 'Brugere ved fuld indfasning', en: 'Users at full phase-in' },
  hoursPerFullTime: { da: 'Timer i et årsværk', en: 'Hours of a full-time equivalent' },
  municipalityKronerPerCitizenYear: {
    da: 'Kommunens kroner pr. borger og år',
    en: 'Municipality’s kroner per citizen and year',
  },
  regionKronerPerCitizenYear: { da: 'Regionens kroner pr. borger og år', en: 'Region’s kroner per citizen and year' },
};

export const itemKinds: Record<ProgrammeItem['kind'], Text> = {
  milestone: { da: 'Milepæle', en: 'Milestones' },
  decision: { da: 'Beslutninger', en: 'Decisions' },
  risk: { da: 'Risikolog', en: 'Risk log' },
};
export const itemStatuses: Record<ProgrammeItem['status'], Text> = {
  open: { da: 'åben', en: 'open' },
  inProgress: { da: 'i gang', en: 'in progress' },
  done: { da: 'afsluttet', en: 'done' },
  dropped: { da: 'bortfaldet', en: 'dropped' },
};
