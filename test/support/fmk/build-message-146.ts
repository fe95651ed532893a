/**
 * FMK's messages of 1.4.6, made by us after the names and namespaces of its schemas of 2015-06-01 (E2, E3, E6): none of these is
 * an example that FMK has published. The elements of its older parts stand in the namespace of those, under a prefix.
 */
import type { RegistrationTold, RelationTold, RequestTold, Told, WarrantTold } from './build-message.ts';

const base = 'http://www.dkma.dk/medicinecard/xml.schema/2015/06/01';

interface Period146 {
  startDate: string;
  endDate: string;
  deadline: string;
  effectuationDate?: string;
  /** LMS drug ids; null for one that the citizen has marked private. */
  drugs?: (string | null)[];
}

export function cardResponse146(
  { cpr }: Told,
  readAt: string,
  card: { id: string; periods: Period146[] },
  heldSince?: string,
): string {
  return message(
    'E2',
    'GetDoseDispensingCardResponse',
    `${patient(cpr)}<RequestDateTime>${readAt}</RequestDateTime>
    ${heldSince ? `<DoseDispensingOnHold>${when('Created', heldSince)}</DoseDispensingOnHold>` : ''}
    <DoseDispensingCard><Identifier>${card.id}</Identifier><Description>Hjemme</Description>
    ${pharmacy('OrderedAtPharmacy', '5790000171323')}${pharmacy('PackedAtOrganisation', '5790000173525')}
    ${card.periods.map(period).join('')}</DoseDispensingCard>`,
  );
}

/** The flag of a hold stands alone here, without who and when. */
export function periodsResponse146(
  { cpr }: Told,
  cardId: string,
  periods: (Period146 & { id: string; status: string })[],
  isOnHold = false,
): string {
  const content = periods.map(
    ({ id, status, startDate, endDate, deadline }) =>
      `<DoseDispensingPeriod><Identifier>${id}</Identifier><StartDate>${startDate}</StartDate><EndDate>${endDate}</EndDate>
      <Deadline>${deadline}</Deadline><Status>${status}</Status></DoseDispensingPeriod>`,
  );
  return message(
    'E6',
    'GetDoseDispensingPeriodsResponse',
    `<PersonWithDoseDispensing>${person(cpr)}${isOnHold ? '<DoseDispensingOnHold/>' : ''}
    <DoseDispensingCard><Identifier>${cardId}</Identifier><Description>Hjemme</Description>${content.join('')}</DoseDispensingCard>
    </PersonWithDoseDispensing>`,
  );
}

export function prescriptionResponse146({ cpr }: Told, prescriptions: WarrantTold[]): string {
  const content = prescriptions.map(
    ({ id, drugId, status, created, validTo, doseDispensed = true }) =>
      `<Prescription><Identifier>${id}</Identifier><AuthorisationDateTime>${created}</AuthorisationDateTime>${when('Created', created)}
      <ValidFromDate>${created.slice(0, 10)}</ValidFromDate><ValidToDate>${validTo}</ValidToDate>
      ${doseDispensed ? '<DoseDispensedRestriction/>' : '<PackageRestriction/>'}${drug(drugId)}
      <SubstitutionAllowed>true</SubstitutionAllowed><Status>${status}</Status></Prescription>`,
  );
  return message('E6', 'GetPrescriptionResponse', `${patient(cpr)}${content.join('')}`);
}

/** No version, and no word for dose packing: `PackageRestriction` is of boxes. */
export function requestsResponse146(
  { cpr }: Told,
  requests: (RequestTold & { prescriptionId?: string; boxes?: boolean })[],
): string {
  const content = requests.map(
    ({ id, drugMedicationId, status, created, role = 'System', cancellationReason, prescriptionId, boxes }) =>
      `<PrescriptionRequest><Identifier>${id}</Identifier><DrugMedicationIdentifier>${drugMedicationId}</DrugMedicationIdentifier>
      <Created><o:By><o:Role>${role}</o:Role>${organisation('o:Organisation', 'Kommunekode', '746')}</o:By>
      <o:DateTime>${created}</o:DateTime></Created>${organisation('PrescribingOrganisation', 'Yder', '061069')}
      ${boxes ? '<PackageRestriction/>' : ''}<Status>${status}</Status>
      ${prescriptionId ? `<PrescriptionIdentifier>${prescriptionId}</PrescriptionIdentifier>` : ''}
      ${cancellationReason ? `<CancellationReason>${cancellationReason}</CancellationReason>` : ''}</PrescriptionRequest>`,
  );
  return message(
    'E2',
    'GetPrescriptionRequestsResponse',
    `${person(cpr)}${content.join('')}<PageNumber>1</PageNumber>`,
  );
}

export function registrationResponse146({ cpr }: Told, registrations: RegistrationTold[]): string {
  const content = registrations.map(
    ({ id, type, created, removed }) =>
      `<Registration><Identifier>${id}</Identifier>${when('Created', created)}${when('Removed', removed)}<Type>${type}</Type></Registration>`,
  );
  return message('E2', 'GetPatientRegistrationResponse', `${person(cpr)}${content.join('')}`);
}

export function relationResponse146({ cpr }: Told, relations: RelationTold[]): string {
  const content = relations.map(
    ({ id, type, created, removed }) =>
      `<o:Relation><o:Identifier>${id}</o:Identifier>${when('o:Created', created)}${when('o:Removed', removed)}
      ${organisation('o:Organisation', 'Kommunekode', '746')}<o:Type>${type}</o:Type></o:Relation>`,
  );
  return message('E2', 'GetPatientOrganisationRelationResponse', `${person(cpr)}${content.join('')}`);
}

function period({ startDate, endDate, deadline, effectuationDate, drugs = [] }: Period146): string {
  return `<Period><StartDate>${startDate}</StartDate><EndDate>${endDate}</EndDate><Deadline>${deadline}</Deadline>
    ${effectuationDate ? `<EffectuationDate>${effectuationDate}</EffectuationDate>` : ''}${drugs.map(line).join('')}</Period>`;
}

function line(drugId: string | null, n: number): string {
  if (drugId === null)
    return `<PrivateDoseDispensedMedication><DrugMedicationIdentifier>${900 + n}</DrugMedicationIdentifier><Version>1</Version>
      <Warning><WarningCode>2233</WarningCode><WarningText>Privatmarkeret</WarningText></Warning></PrivateDoseDispensedMedication>`;
  return `<DoseDispensedMedication><DrugMedication><o:Identifier>${200 + n}</o:Identifier>${drug(drugId, 'o:')}</DrugMedication></DoseDispensedMedication>`;
}

const drug = (id: string, prefix = ''): string =>
  `<${prefix}Drug><o:Identifier source="Medicinpriser" date="2026-03-01">${id}</o:Identifier></${prefix}Drug>`;
const person = (cpr: string): string => `<PersonIdentifier source="CPR">${cpr}</PersonIdentifier>`;
const patient = (cpr: string): string =>
  `<Patient><o:Person><o:Name><o:GivenName>Testborger</o:GivenName><o:Surname>Prøve</o:Surname></o:Name>
  <o:PersonIdentifier source="CPR">${cpr}</o:PersonIdentifier></o:Person></Patient>`;
const when = (name: string, at: string | undefined): string =>
  at ? `<${name}><o:DateTime>${at}</o:DateTime></${name}>` : '';
const organisation = (name: string, source: string, id: string): string =>
  `<${name}><o:Name>Prøveenhed</o:Name><o:Type>${source}</o:Type><o:Identifier source="${source}">${id}</o:Identifier></${name}>`;
const pharmacy = (name: string, gln: string): string => organisation(name, 'EAN-Lokationsnummer', gln);

function message(part: 'E2' | 'E6', root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${base}/${part}" xmlns:o="${base}">${content}</${root}>`;
}
