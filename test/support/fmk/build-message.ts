/**
 * FMK's messages as its published schemas describe them, made by us: none of these is an example that FMK has published.
 * What a schema requires is there; who made what is left out where nothing reads it.
 */

const namespace160 = 'http://fmk-teknik.dk/160';
const namespaceOfAdvis = 'http://www.dkma.dk/medicinecard/xml.schema/2019/06/01';
const pharmacy = { source: 'EAN-Lokationsnummer', id: '5790000171323' };
const packer = { source: 'EAN-Lokationsnummer', id: '5790000173525' };

export interface Told {
  cpr: string;
  /** Of the person's identifier; a CPR number where it is left out. */
  source?: string;
}

interface PeriodTold {
  id: string;
  status: string;
  startDate: string;
  endDate: string;
  expectedDelivery?: string;
  acutePacking?: string;
  discardReason?: string;
  /** LMS drug ids; null for one that the citizen has marked private. */
  drugs?: (string | null)[];
}

export interface CardTold {
  id: string;
  days?: number;
  periods: PeriodTold[];
}

export interface RegistrationTold {
  id: string;
  type: string;
  created: string;
  removed?: string;
  from?: string;
  to?: string;
}

export function cardResponse(
  { cpr, source = 'CPR' }: Told,
  readAt: string,
  cards: CardTold[],
  registrations: RegistrationTold[] = [],
): string {
  return message(
    'GetDispensingCardResponse',
    `<Patient><Person><Name><GivenName>Testborger</GivenName><Surname>Prøve</Surname></Name>${person(cpr, source)}</Person></Patient>
    <RequestDateTime>${readAt}</RequestDateTime>
    ${registrations.map((each) => registration('PatientRegistration', each)).join('')}${cards.map(card).join('')}`,
  );
}

/** Periods by their card, without what is packed. */
export function periodsResponse({ cpr }: Told, cards: CardTold[]): string {
  return message(
    'GetDispensingPeriodsResponse',
    `<EntityWithDispensing>${person(cpr)}${cards.map(cardSummary).join('')}</EntityWithDispensing>`,
  );
}

export function registrationResponse({ cpr }: Told, registrations: RegistrationTold[]): string {
  const content = registrations.map((each) => registration('Registration', each)).join('');
  return message('GetPatientRegistrationResponse', `${person(cpr)}${content}`);
}

export interface RelationTold {
  id: string;
  type: string;
  created: string;
  removed?: string;
}

export function relationResponse({ cpr }: Told, relations: RelationTold[]): string {
  const content = relations.map(
    ({ id, type, created, removed }) =>
      `<Relation><Identifier>${id}</Identifier>${when('Created', created)}${when('Removed', removed)}
      ${organisation('Organisation', { source: 'Kommunekode', id: '746' })}<Type>${type}</Type></Relation>`,
  );
  return message('GetPatientOrganisationRelationResponse', `${person(cpr)}${content.join('')}`);
}

export interface WarrantTold {
  id: string;
  drugId: string;
  status: string;
  created: string;
  modified?: string;
  validTo: string;
  /** False for a prescription of boxes. */
  doseDispensed?: boolean;
}

export function warrantResponse({ cpr }: Told, warrants: WarrantTold[]): string {
  const content = warrants.map(
    ({ id, drugId, status, created, modified, validTo, doseDispensed = true }) =>
      `<Warrant><Identifier>${id}</Identifier><Status>${status}</Status>
      <AuthorisationDateTime>${created}</AuthorisationDateTime>${when('Created', created)}${when('Modified', modified)}
      <UnspecifiedValidFrom/><ValidToDate>${validTo}</ValidToDate>${doseDispensed ? '<DoseDispensed/>' : '<Prescription/>'}
      ${drug(drugId)}</Warrant>`,
  );
  return message('GetWarrantResponse', `<Patient><Person>${person(cpr)}</Person></Patient>${content.join('')}`);
}

export interface RequestTold {
  id: string;
  drugMedicationId: string;
  status: string;
  created: string;
  role?: string;
  cancellationReason?: string;
}

export function requestsResponse({ cpr }: Told, requests: RequestTold[]): string {
  const content = requests.map(
    ({ id, drugMedicationId, status, created, role = 'System', cancellationReason }) =>
      `<RequestForWarrant><Identifier>${id}</Identifier><Version>1</Version>
      <DrugMedicationIdentifier>${drugMedicationId}</DrugMedicationIdentifier>
      <Created><By><Role>${role}</Role>${organisation('Organisation', { source: 'Kommunekode', id: '746' })}</By>
      <DateTime>${created}</DateTime></Created>${organisation('IssuerOrganisation', { source: 'SKS', id: '7005055' })}
      <DoseDispensed/><Status>${status}</Status>
      ${cancellationReason ? `<CancellationReason>${cancellationReason}</CancellationReason>` : ''}</RequestForWarrant>`,
  );
  return message('GetRequestsForWarrantResponse', `${person(cpr)}${content.join('')}`);
}

/** Whose requests an organisation has, by their ids alone. */
export function searchResponse(people: string[]): string {
  const content = people.map(
    (cpr) =>
      `<PersonWithRequestsForWarrant>${person(cpr)}<OldestUnhandledCreatedDateTime>2026-03-01T08:00:00Z</OldestUnhandledCreatedDateTime>
      <NumberOfUnhandled>1</NumberOfUnhandled></PersonWithRequestsForWarrant>`,
  );
  return message('SearchRequestsForWarrantAndDetailsResponse', content.join(''));
}

export function periodAdvis({ cpr }: Told, cardId: string, newStatus: string): string {
  return advis(
    'DoseDispensingCardModification',
    `<Action>PeriodChangeStatus</Action><DoseDispensing>${person(cpr)}<DoseDispensingCard>${cardId}</DoseDispensingCard>
    <NewPeriodStatus>${newStatus}</NewPeriodStatus></DoseDispensing>`,
  );
}

export function prescriptionAdvis({ cpr }: Told, action: string, id: string): string {
  return advis(
    'PrescriptionModification',
    `<Action>${action}</Action>${person(cpr)}<Prescription><Identifier>${id}</Identifier></Prescription>`,
  );
}

export function registrationAdvis({ cpr }: Told, id: string): string {
  return advis(
    'PatientRegistrationModification',
    `<Action>PatientRegistrationChange</Action><RegistrationIdentifier>${person(cpr)}<Identifier>${id}</Identifier></RegistrationIdentifier>`,
  );
}

export function lostAdvis(resumedAt: string): string {
  return advis('LostAdvis', `<ResumedDate>${resumedAt}</ResumedDate>`);
}

/** When each kind of information on a citizen last changed. The schemas tell the element, not the answer that it stands in. */
export function versionResponse({ cpr }: Told, changes: Record<string, string>): string {
  const content = Object.entries(changes).map(
    ([type, at]) =>
      `<MedicineCardInformationChange><InformationChangeType>${type}</InformationChangeType><ChangeDateTime>${at}</ChangeDateTime></MedicineCardInformationChange>`,
  );
  return message('GetMedicineCardVersionResponse', `${person(cpr)}${content.join('')}`);
}

/** As FMK answers over HTTP. */
export function inEnvelope(xml: string): string {
  const body = xml.replace(/^<\?xml[^>]*\?>/, '');
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header/><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function card({ id, days, periods }: CardTold): string {
  return `<DispensingCard><Identifier>${id}</Identifier><Version>1</Version><Description>Hjemme</Description>
    ${days === undefined ? '' : `<DaysForExpeditedDosageChange>${days}</DaysForExpeditedDosageChange>`}
    ${organisation('OrderedAtPharmacy', pharmacy)}${organisation('PackedAtOrganisation', packer)}
    ${periods.map(period).join('')}</DispensingCard>`;
}

/** What a list of periods tells: no version of the card, and nothing of what is packed. */
function cardSummary({ id, periods }: CardTold): string {
  const content = periods.map(
    (
      told,
    ) => `<DispensingPeriod><Identifier>${told.id}</Identifier><Version>1</Version>${when('Created', `${told.startDate}T08:00:00Z`)}
    <StartDate>${told.startDate}</StartDate><EndDate>${told.endDate}</EndDate>
    ${told.expectedDelivery ? `<ExpectedDelivery>${told.expectedDelivery}</ExpectedDelivery>` : ''}<Status>${told.status}</Status>
    ${told.acutePacking ? `<AcutePacking>${told.acutePacking}</AcutePacking>` : ''}</DispensingPeriod>`,
  );
  return `<DispensingCard><Identifier>${id}</Identifier><Description>Hjemme</Description>
    ${organisation('OrderedAtPharmacy', pharmacy)}${organisation('PackedAtOrganisation', packer)}${content.join('')}</DispensingCard>`;
}

function period({ id, status, startDate, endDate, drugs = [], ...told }: PeriodTold): string {
  return `<Period><Identifier>${id}</Identifier><Version>1</Version><Status>${status}</Status>
    <StartDate>${startDate}</StartDate><EndDate>${endDate}</EndDate>
    ${told.expectedDelivery ? `<ExpectedDelivery>${told.expectedDelivery}</ExpectedDelivery>` : ''}
    ${told.discardReason ? `<Discarded><Reason>${told.discardReason}</Reason><DateTime>${startDate}T08:00:00Z</DateTime></Discarded>` : ''}
    ${told.acutePacking ? `<AcutePacking>${told.acutePacking}</AcutePacking>` : ''}
    ${drugs.map(dispensing).join('')}</Period>`;
}

function dispensing(drugId: string | null, n: number): string {
  if (drugId === null)
    return `<Dispensing><Identifier>${900 + n}</Identifier><Version>1</Version><Warning><WarningCode>2233</WarningCode><WarningText>Privatmarkeret</WarningText><Severity>low</Severity></Warning></Dispensing>`;
  return `<Dispensing><Identifier>${100 + n}</Identifier><Version>1</Version><PlannedAdministration><Identifier>${n + 1}</Identifier><Version>1</Version>
    <DrugMedication><Identifier>${200 + n}</Identifier>${drug(drugId)}</DrugMedication><ValidFrom>2026-03-01</ValidFrom></PlannedAdministration></Dispensing>`;
}

function registration(name: string, { id, type, created, removed, from, to }: RegistrationTold): string {
  const validity = from ? `<ValidityPeriod><From>${from}</From>${to ? `<To>${to}</To>` : ''}</ValidityPeriod>` : '';
  return `<${name}><Identifier>${id}</Identifier>${when('Created', created)}${when('Removed', removed)}<Type>${type}</Type>${validity}</${name}>`;
}

const drug = (id: string): string =>
  `<Drug><Identifier source="Medicinpriser" date="2026-03-01">${id}</Identifier></Drug>`;
const person = (cpr: string, source = 'CPR'): string =>
  `<PersonIdentifier source="${source}">${cpr}</PersonIdentifier>`;
const when = (name: string, at: string | undefined): string =>
  at ? `<${name}><DateTime>${at}</DateTime></${name}>` : '';
const organisation = (name: string, { source, id }: { source: string; id: string }): string =>
  `<${name}><Name>Prøveenhed</Name><Type>${source}</Type><Identifier source="${source}">${id}</Identifier></${name}>`;

function message(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${namespace160}">${content}</${root}>`;
}

function advis(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${namespaceOfAdvis}">${content}</${root}>`;
}
