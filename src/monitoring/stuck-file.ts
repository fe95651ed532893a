import type { Role } from '../../workflows/definition.ts';
import { csv } from '../kernel/csv.ts';
import type { StuckCause } from '../kernel/stuck-causes.ts';
import type { StuckRow } from './list-stuck.query.ts';

const causes: Record<StuckCause, string> = {
  unitCannotHandle: 'Afdelingen kan ikke svare på anmodningen',
  invisibleRejection: 'Usynlig afvisning',
  missingMessage: 'Manglende besked',
  holdAfterDischarge: 'I bero efter udskrivning',
  noNextRoll: 'Ingen næste dosisrulle',
  gapInCoverage: 'Dage uden medicin',
  backOrder: 'Restordre',
  contradiction: 'Modstridende oplysninger',
  failedEffect: 'Besked nåede ikke frem',
  overdueTask: 'Overskredet opgave',
};

const roles: Record<Role, string> = {
  municipalNurse: 'kommunens sygeplejerske',
  municipalPlanner: 'kommunens planlægger',
  gp: 'praktiserende læge',
  practiceStaff: 'praksispersonale',
  prescribingPharmacist: 'behandlerfarmaceut',
  pharmacyStaff: 'apotekets personale',
  hospitalWard: 'hospitalsafdeling',
  coordinator: 'koordinator',
  administrator: 'administrator',
  dataProtectionOfficer: 'databeskyttelsesrådgiver',
  client: 'andet it-system',
  system: 'Dosisflow selv',
};

/** As a Danish spreadsheet reads a time: `24-12-2026 13:05`. */
const parts = new Intl.DateTimeFormat('da-DK', {
  timeZone: 'Europe/Copenhagen',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

function written(at: Date | null): string | null {
  if (!at) return null;
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${of['day']}-${of['month']}-${of['year']} ${of['hour']}:${of['minute']}`;
}

const heads = [
  'Forløb',
  'Årsag',
  'Opgave',
  'Hvem kan komme videre',
  'Organisation',
  'Vagt',
  'Kommune',
  'Overskredet siden',
  'Dage overskredet',
  'Taget af nogen',
  'Mindet om',
];

/** The list of stuck cases as a file, in Danish words throughout. */
export function stuckFile(rows: readonly StuckRow[], now: string): string {
  return csv(
    heads,
    rows.map((row) => [
      row.root,
      causes[row.cause],
      row.title.da.replace('Overskredet: ', ''),
      roles[row.role],
      row.organisationName,
      row.dutyContact,
      row.municipalityName,
      written(row.since),
      String(Math.floor((Date.parse(now) - row.since.getTime()) / 86_400_000)),
      row.claimed ? 'ja' : 'nej',
      written(row.toldAt),
    ]),
  );
}
