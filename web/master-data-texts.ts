/** What the page of master data says; loaded with it. */
import type {
  AgreementParty,
  AgreementRole,
  ChannelKind,
  ClusterPackage,
  ContactKind,
  OrganisationKind,
  RejectionSeen,
  RoutableKind,
  Text,
} from './api.ts';

export const partNames = [
  'regler',
  'takster',
  'aftaler',
  'organisationer',
  'kontakter',
  'klynger',
  'eoj',
  'restordrer',
] as const;
export type PartName = (typeof partNames)[number];

export const parts: Record<PartName, Text> = {
  regler: { da: 'Regler', en: 'Rules' },
  takster: { da: 'Takster', en: 'Tariffs' },
  aftaler: { da: 'Samarbejdsaftaler', en: 'Collaboration agreements' },
  organisationer: { da: 'Organisationer', en: 'Organisations' },
  kontakter: { da: 'Sundhedsklynger og kredsforeninger', en: 'Health clusters and pharmacy associations' },
  klynger: { da: 'Kvalitetsklynger', en: 'Quality clusters' },
  eoj: { da: 'Hvad omsorgsjournalen viser', en: 'What the care record shows' },
  restordrer: { da: 'Restordrer', en: 'Back-orders' },
};

export const texts = {
  intro: {
    da: 'De regler, aftaler og oplysninger, som alle forløb bygger på. Alt er dateret: det, der gjaldt før, står stadig.',
    en: 'The rules, agreements and facts that all cases build on. Everything is dated: what held before still stands.',
  },
  help: {
    da: 'En ændring gælder fra en dag og aldrig bagud. Et forløb møder en ny regel, næste gang der sker noget i det. Kan du ikke ændre noget her, ændres det i de filer, installationen læser ved start.',
    en: 'A change holds from a day on, never backwards. A case meets a new rule the next time something happens in it. What cannot be changed here is changed in the files that the installation reads at start.',
  },
  part: { da: 'Stamdata', en: 'Master data' },
  source: { da: 'Kilde', en: 'Source' },
  from: { da: 'Fra', en: 'From' },
  to: { da: 'Til', en: 'To' },
  noEnd: { da: 'indtil videre', en: 'until further notice' },
  today: { da: 'I dag', en: 'Today' },
  inForce: { da: 'Gælder i dag', en: 'In force today' },
  holds: { da: 'Gælder', en: 'In force' },
  timeLine: { da: 'Hvad der gælder hvornår', en: 'What is in force when' },
  offInAll: { da: 'Drøftet, men slået fra i alle regelsæt', en: 'Debated, and off in every set' },
  onlyCurrent: { da: 'Gældende regler alene', en: 'The rules of today alone' },
  differs: { da: 'Ændrer', en: 'Changes' },
  differsNothing: { da: 'Som i dag', en: 'As today' },
  sets: { da: 'Regelsæt, der kan sættes i kraft', en: 'Sets of rules that can be put in force' },
  introduce: { da: 'Sæt i kraft', en: 'Put in force' },
  introduceFrom: { da: 'Første dag', en: 'First day' },
  introduceHint: { da: 'Tidligst i morgen', en: 'Tomorrow at the earliest' },
  introduceSource: { da: 'Lov, bekendtgørelse eller aftale', en: 'Law, order or agreement' },
  endPolicy: { da: 'Sæt ud af kraft', en: 'Take out of force' },
  endOn: { da: 'Første dag, den ikke gælder', en: 'First day on which it is not in force' },
  noIntroductions: {
    da: 'Intet andet end de gældende regler er sat i kraft.',
    en: 'Nothing but the rules of today has been put in force.',
  },
  onlyAdministrator: { da: 'Kun administratoren kan ændre regler.', en: 'Only the administrator can change rules.' },
  saved: { da: 'Gemt', en: 'Saved' },
  save: { da: 'Gem', en: 'Save' },
  tariff: { da: 'Takst', en: 'Tariff' },
  dispatch: { da: 'Dosisekspeditionsgebyr', en: 'Dispensing fee' },
  packing: { da: 'Dosispakkegebyr', en: 'Dose-packing fee' },
  perDays: { da: 'for dage:', en: 'for days:' },
  feeDays: { da: 'Dage, gebyrerne gælder for', en: 'Days that the fees are for' },
  vatPercent: { da: 'Moms, procent', en: 'VAT, per cent' },
  newTariff: { da: 'Ny takst', en: 'New tariff' },
  correctTariff: { da: 'Ret taksten', en: 'Correct the tariff' },
  tariffSource: { da: 'Hvor taksterne står', en: 'Where the amounts stand' },
  tariffName: { da: 'Navn i gebyroversigten', en: 'Name in the fee ledger' },
  tariffNameHint: {
    da: '3-50 små bogstaver a-z, cifre og bindestreger, for eksempel takst-2027',
    en: '3–50 small letters a–z, digits and hyphens, such as tariff-2027',
  },
  writeAmount: { da: 'Skriv et beløb i kroner, for eksempel 70,50', en: 'Write an amount in kroner, such as 70.50' },
  writeCount: { da: 'Skriv et helt tal', en: 'Write a whole number' },
  tariffAmounts: {
    da: 'Beløb i kroner. Dosisekspedition og dosispakning uden moms, levering med.',
    en: 'Amounts in kroner. Dispensing and dose packing without VAT, delivery with it.',
  },
  vat: { da: 'Moms', en: 'VAT' },
  delivery: { da: 'Levering', en: 'Delivery' },
  gpStart: { da: 'Lægens start (4500)', en: 'GP’s start (4500)' },
  rePrescription: { da: 'Genordination', en: 'Re-prescription' },
  kroner: { da: 'Beløb i kroner', en: 'Amounts in kroner' },
  agreementOf: { da: 'Gælder for', en: 'Holds for' },
  wholeRegion: { da: 'Hele regionen, standard', en: 'The whole region, default' },
  parties: { da: 'Parter', en: 'Parties' },
  routes: { da: 'Hvem gør hvad', en: 'Who does what' },
  agreedCutOff: { da: 'Frist for ændringer før en dosisrulle', en: 'Changes before a roll, until' },
  daysBefore: { da: 'Dage før dosisrullens første dag', en: 'Days before the roll’s first day' },
  daysBeforeHint: { da: 'Lad feltet være tomt, hvis intet er aftalt', en: 'Leave empty if nothing is agreed' },
  dayType: { da: 'Slags dage', en: 'Type of days' },
  clockTime: { da: 'Klokkeslæt', en: 'Time of day' },
  noAgreements: { da: 'Ingen aftaler', en: 'No agreements' },
  noAgreementsHow: {
    da: 'Uden en aftale er opgaverne fordelt, som forløbene selv siger.',
    en: 'Without an agreement tasks are shared out as the cases themselves say.',
  },
  newAgreement: { da: 'Ny aftale', en: 'New agreement' },
  endAgreement: { da: 'Afslut aftalen', en: 'End the agreement' },
  lastDay: { da: 'Sidste dag', en: 'Last day' },
  firstDay: { da: 'Første dag', en: 'First day' },
  lastDayHint: {
    da: 'Kan udelades: så gælder den indtil videre',
    en: 'May be left out: then it holds until further notice',
  },
  addParty: { da: 'Tilføj part', en: 'Add a party' },
  addRoute: { da: 'Tilføj opgave', en: 'Add a task' },
  remove: { da: 'Fjern', en: 'Remove' },
  taskKind: { da: 'Slags opgave', en: 'Kind of task' },
  whoDoes: { da: 'Gøres af', en: 'Done by' },
  moveRunning: { da: 'Flyt åbne opgaver', en: 'Move open tasks' },
  moveRunningHelp: {
    da: 'Nye opgaver følger aftalen af sig selv. De, der er åbne nu, flyttes kun, når du vælger det.',
    en: 'New tasks follow the agreement by themselves. Those open now move only when you choose it.',
  },
  movedRunning: { da: 'Forløb set igennem', en: 'Cases looked through' },
  kind: { da: 'Slags', en: 'Kind' },
  name: { da: 'Navn', en: 'Name' },
  find: { da: 'Find ved navn', en: 'Find by name' },
  identifiers: { da: 'Numre', en: 'Identifiers' },
  duty: { da: 'Vagt', en: 'Duty contact' },
  practiceSystem: { da: 'Lægesystem', en: 'Practice system' },
  qualityCluster: { da: 'Kvalitetsklynge', en: 'Quality cluster' },
  careRecord: { da: 'Omsorgsjournal (EOJ)', en: 'Care record (EOJ)' },
  more: { da: 'Mere', en: 'More' },
  noOrganisations: { da: 'Ingen organisationer passer', en: 'No organisations fit' },
  channels: { da: 'Meddelelsesvej', en: 'Channel' },
  channelsHelp: {
    da: 'Sådan får organisationen besked om, at noget venter. Af flere med samme første dag gælder den sidst skrevne.',
    en: 'How the organisation is told that something waits. Of several with the same first day the last written counts.',
  },
  noChannels: {
    da: 'Ingen valgt: organisationen ser kun opgaver i Dosisflow.',
    en: 'None chosen: the organisation sees tasks in Dosisflow only.',
  },
  address: { da: 'Adresse', en: 'Address' },
  addressHint: { da: 'Begynder med https://', en: 'Begins with https://' },
  changeChannel: { da: 'Ny meddelelsesvej', en: 'New channel' },
  secret: { da: 'Hemmelighed til underskrift', en: 'Signing secret' },
  secretHelp: {
    da: 'Giv den til modtageren nu: den vises kun her.',
    en: 'Give it to the receiver now: it is shown only here.',
  },
  contact: { da: 'Kontakt', en: 'Contact' },
  area: { da: 'Område', en: 'Area' },
  artificial: { da: 'opdigtet, til afprøvning', en: 'made up, for trying out' },
  noContacts: { da: 'Ingen kontakter i dag', en: 'No contacts today' },
  practices: { da: 'Lægepraksisser', en: 'Practices' },
  package: { da: 'Klyngepakke', en: 'Cluster package' },
  noPackage: { da: 'ikke haft endnu', en: 'not had yet' },
  noClusters: { da: 'Ingen kvalitetsklynger kendes', en: 'No quality clusters are known' },
  own: {
    da: 'Afviste anmodninger, kommunen selv har sendt',
    en: 'Rejected requests that the municipality sent itself',
  },
  others: { da: 'Afviste anmodninger, andre har sendt', en: 'Rejected requests that others sent' },
  municipalities: { da: 'Kommuner', en: 'Municipalities' },
  noMunicipalities: { da: 'ingen', en: 'none' },
  unknownRecord: { da: 'Ikke oplyst', en: 'Not known' },
  eojHelp: {
    da: 'En afvisning, som omsorgsjournalen ikke viser, gør Dosisflow til en opgave, så nogen ser den.',
    en: 'A rejection that the care record does not show is made a task by Dosisflow, so that someone sees it.',
  },
  product: { da: 'Lægemiddel', en: 'Drug' },
  packageNumber: { da: 'Varenummer', en: 'Package number' },
  since: { da: 'Siden', en: 'Since' },
  expected: { da: 'Ventes', en: 'Expected' },
  ended: { da: 'Kan fås igen', en: 'Available again' },
  standing: { da: 'I restordre nu', en: 'On back-order now' },
  allOrders: { da: 'Også overståede', en: 'Past ones too' },
  withdrawn: { da: 'registreret ved en fejl', en: 'registered by mistake' },
  noBackOrders: { da: 'Intet er i restordre', en: 'Nothing is on back-order' },
  notInList: { da: 'ikke i taksten', en: 'not in the price list' },
  shown: { da: 'Vis', en: 'Show' },
  yes: { da: 'ja', en: 'yes' },
  no: { da: 'nej', en: 'no' },
  choose: { da: 'Vælg …', en: 'Choose …' },
  notYours: {
    da: 'Aftalerne vises for kommunens sygeplejersker og koordinatorer.',
    en: 'Agreements are shown to municipal nurses and coordinators.',
  },
} satisfies Record<string, Text>;

/** The rules that a shipped set may change, as people speak of them. */
export const ruleNames: Record<string, Text> = {
  consentRequired: { da: 'Samtykke kræves', en: 'Consent is required' },
  firstChoice: { da: 'Dosispakning er førstevalg', en: 'Dose packing is the first choice' },
  deliveryFeeCovered: { da: 'Kommunens betaling omfatter levering', en: 'Municipal payment covers delivery' },
  pharmacyMayInitiate: {
    da: 'Apoteket må starte på kommunens henvisning',
    en: 'The pharmacy may start on municipal referral',
  },
  gpGate: { da: 'Lægens rolle ved start', en: 'The GP’s part in a start' },
  vetoWindow: {
    da: 'Lægens frist til at sige nej efter en orientering',
    en: 'The GP’s time to refuse after being informed',
  },
  forwardStabilityRequired: {
    da: 'Medicinen skal også ventes stabil fremover',
    en: 'The medicine must be expected to stay stable',
  },
  pharmacistMayOrderDoseSubsidy: {
    da: 'Farmaceuten må ordinere tilskud til dosispakning',
    en: 'The pharmacist may order the dose-packing subsidy',
  },
  maxRePrescriptions: { da: 'Genordinationer pr. lægemiddel', en: 'Re-prescriptions for each drug' },
  municipalPayerAllowed: { da: 'Kommunen må betale', en: 'The municipality may pay' },
  maySubstituteOutsideGroup: {
    da: 'Ombytning uden for gruppen er tilladt',
    en: 'Substitution outside the group is allowed',
  },
};

export const dayTypes = {
  calendar: { da: 'dage', en: 'days' },
  working: { da: 'hverdage', en: 'working days' },
} satisfies Record<string, Text>;

export const ruleValues: Record<string, Text> = {
  decides: { da: 'afgør', en: 'decides' },
  informed: { da: 'orienteres', en: 'is informed' },
};

export const organisationKinds: Record<OrganisationKind, Text> = {
  municipality: { da: 'Kommuner', en: 'Municipalities' },
  gpPractice: { da: 'Lægepraksisser', en: 'GP practices' },
  pharmacy: { da: 'Apoteker', en: 'Pharmacies' },
  hospital: { da: 'Sygehusafdelinger', en: 'Hospital departments' },
  region: { da: 'Regioner', en: 'Regions' },
  authority: { da: 'Myndigheder', en: 'Authorities' },
  supplier: { da: 'Leverandører', en: 'Suppliers' },
};

export const channelKinds: Record<ChannelKind, Text> = {
  careCommunication: { da: 'Korrespondancemeddelelse (MedCom)', en: 'CareCommunication (MedCom)' },
  webhook: { da: 'Webhook med underskrift', en: 'Signed webhook' },
  email: { da: 'Daglig e-mail uden personoplysninger', en: 'Daily e-mail without personal data' },
  task: { da: 'Kun opgaver i Dosisflow', en: 'Tasks in Dosisflow only' },
};

export const contactKinds: Record<ContactKind, Text> = {
  healthCluster: { da: 'Sundhedsklynge', en: 'Health cluster' },
  pharmacyAssociation: { da: 'Kredsforening', en: 'Pharmacy association' },
};

export const clusterPackages: Record<ClusterPackage, Text> = {
  had: { da: 'Har haft den', en: 'Has had it' },
  followUpOrdered: { da: 'Har bestilt opfølgning', en: 'Has ordered a follow-up' },
};

export const careRecordNames: Record<string, string> = { columnaCura: 'Columna Cura', kmdNexus: 'KMD Nexus' };

export const practiceSystemNames: Record<string, string> = {
  winplc: 'WinPLC',
  xmo: 'XMO',
  egClinea: 'EG Clinea',
  novax: 'Novax',
};

export const seen: Record<RejectionSeen, Text> = {
  shown: { da: 'Vises af sig selv', en: 'Shows by itself' },
  findable: { da: 'Kan findes af den, der søger', en: 'Can be found by whoever searches' },
  invisible: { da: 'Vises ikke', en: 'Does not show' },
};

export const routableKinds: Record<RoutableKind, Text> = {
  suitability: { da: 'Egnethedsvurdering', en: 'Suitability assessment' },
  consent: { da: 'Samtykke', en: 'Consent' },
  fee: { da: 'Betaling', en: 'Payment' },
  prescribing: { da: 'Bede om dosisrecepter', en: 'Asking for dose prescriptions' },
  firstRoll: { da: 'Første dosisrulle', en: 'First roll' },
  discrepancy: { da: 'Noget mangler for dosispakningen', en: 'Something is missing for dose packing' },
  renewal: { da: 'Fornyelse af dosisrecepter', en: 'Renewal of dose prescriptions' },
  orderEnd: { da: 'Ordination, der udløber', en: 'Order that ends' },
  tidying: { da: 'Oprydning efter seponering', en: 'Tidying after a stop' },
  planning: { da: 'Planlægning af dosisruller', en: 'Planning of rolls' },
};

export const agreementParties: Record<AgreementParty, Text> = {
  municipality: { da: 'kommunen', en: 'the municipality' },
  region: { da: 'regionen', en: 'the region' },
  gpPractice: { da: 'lægepraksis', en: 'the GP practice' },
  pharmacy: { da: 'apoteket', en: 'the pharmacy' },
};

/** Each party's role that can be given a task. */
export const roleOfParty: Record<AgreementParty, AgreementRole> = {
  municipality: 'municipalNurse',
  region: 'municipalNurse',
  gpPractice: 'gp',
  pharmacy: 'prescribingPharmacist',
};
