import { roleNames } from '../../../workflows/definition.ts';
import type { WorkflowName } from '../../../workflows/definition.ts';
import type { CareSetting } from '../../db/tables.ts';
import type { CoverageView, CoveredSpanView } from '../coverage-views.ts';
import type { CaseView, ExplanationView, JournalRowView, JournalSource, TaskView } from '../views.ts';
import type { Row, Sheet } from './pdf-document.ts';

/** What a viewer has been answered about a case; nothing else goes into the document. */
export interface Told {
  of: CaseView;
  explanation: ExplanationView;
  /** The newest first. */
  events: readonly JournalRowView[];
  hasOlderEvents: boolean;
  organisations: ReadonlyMap<string, string>;
}

const dateTimes = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});
const dates = new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium', timeZone: 'Europe/Copenhagen' });
export const danishInstant = (at: string): string => dateTimes.format(new Date(at));
const day = (date: string): string => dates.format(new Date(date));

const careSettings: Record<CareSetting, string> = {
  homeCare: 'eget hjem',
  careHome: 'plejehjem',
  socialHousing: 'bosted',
};
const workflows: Record<WorkflowName, string> = {
  'dose-dispensing': 'Dosispakning',
  'dispensing-period': 'Dosisrulle',
  'hospital-stay': 'Sygehusophold',
  'prescription-request': 'Receptanmodning',
  'back-order': 'Restordre',
  substitution: 'Lægemiddel i restordre',
};
const sources: Record<Exclude<JournalSource, 'entry'>, string> = {
  fmk: 'FMK',
  hospital: 'MedCom: sygehusets EPJ eller korrespondance',
  municipality: 'kommunens system',
  product: 'taksten eller restordrer',
  deadline: 'en frist er nået',
  ownCase: 'en anden del af forløbet',
};
const outcomes: Record<string, string> = {
  accepted: 'taget imod',
  refused: 'afvist',
  ignored: 'uden betydning her',
};

export const titleOf = ({ id, citizen }: CaseView): string =>
  `Forløb: ${citizen?.name ?? `navn vises ikke (${id.slice(0, 8)})`}`;

/** The case as paper: who and where, where it stands, what it waits for, the medicine ahead, its parts, and what happened. */
export function writeCase(sheet: Sheet, { of, explanation, events, hasOlderEvents, organisations }: Told): void {
  const nameOf = (id: string): string => organisations.get(id) ?? '';
  sheet.heading(1, titleOf(of));
  sheet.paragraph(
    [
      of.citizen?.cpr && `CPR-nummer ${of.citizen.cpr}`,
      of.citizen?.careSetting && careSettings[of.citizen.careSetting],
      of.title.da,
      nameOf(of.municipality),
      `åbnet ${day(of.openedAt)}`,
      of.closedAt && `afsluttet ${day(of.closedAt)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  );

  sheet.heading(2, 'Hvor forløbet står');
  const standing = [...new Set(explanation.standing.map(({ title }) => title.da))];
  sheet.paragraph(`${standing.join(', ')}. Uændret siden ${danishInstant(explanation.since)}.`);

  sheet.heading(2, 'Hvad forløbet venter på');
  const tasks = tasksOf(of).toSorted((a, b) => (a.deadlineAt < b.deadlineAt ? -1 : 1));
  if (tasks.length === 0) sheet.paragraph('Intet, som du kan se.');
  else {
    const rows = tasks.map(({ title, role, organisation, deadlineAt }) => [
      title.da,
      [roleNames[role].da, nameOf(organisation)].filter(Boolean).join(', '),
      danishInstant(deadlineAt),
    ]);
    sheet.table(['Opgave', 'Hvem', 'Frist'], rows, ['*', '*', 110]);
  }

  if (of.coverage) writeCoverage(sheet, of.coverage);
  if (of.children.length > 0) {
    sheet.heading(2, 'Dosisruller, ophold og anmodninger');
    const rows = of.children.map(partOf).toSorted((a, b) => (a.at < b.at ? 1 : -1));
    sheet.table(
      ['Hvad', 'Fra', 'Til', 'Status'],
      rows.map(({ cells }) => cells),
      [120, 80, 80, '*'],
    );
  }

  sheet.heading(2, 'Hændelseslog');
  sheet.table(['Hvornår', 'Hvad', 'Kilde', 'Udfald'], events.map(eventOf), [90, '*', 140, 110]);
  if (hasOlderEvents) sheet.paragraph('Ældre hændelser står på forløbets side i Dosisflow.');
}

/** Of the case and those within it. */
export function tasksOf({ tasks, children }: CaseView): TaskView[] {
  return [...tasks, ...children.flatMap(tasksOf)];
}

function writeCoverage(sheet: Sheet, coverage: CoverageView): void {
  const { coveredUntil, firstGap, hasPrivateDrugs, drugs } = coverage;
  sheet.heading(2, 'Dækning');
  sheet.paragraph(
    [
      coveredUntil && `Dækket til og med ${day(coveredUntil)}`,
      firstGap && `Første dag uden medicin: ${day(firstGap)}`,
      !firstGap && !hasPrivateDrugs && 'Ingen dage uden medicin i sigte',
      hasPrivateDrugs && 'Dækningen er ufuldstændig: borgeren har privatmarkeret medicin',
    ]
      .filter(Boolean)
      .join('. '),
  );
  if (drugs.length === 0) return;
  const rows = drugs.flatMap(({ drugId, name, spans }) =>
    spans.map((span): Row => [name ?? drugId, day(span.from), day(span.to), wordsOf(span)]),
  );
  sheet.table(['Lægemiddel', 'Fra', 'Til og med', 'Kommer fra'], rows, ['*', 80, 80, 150]);
}

const covers: Record<string, string> = {
  roll: 'dosisrulle',
  sideDosing: 'sidedosering',
  hospital: 'sygehus',
  nothing: 'ingen: skal planlægges',
};

function wordsOf({ by, onHold, atRisk }: CoveredSpanView): string {
  if (onHold) return 'i bero: ingen dosisrulle';
  if (atRisk === 'prescription') return 'dosisrulle, hvis recepten fornys i tide';
  if (atRisk) return 'dosisrulle, men lægemidlet er i restordre';
  return covers[by] ?? by;
}

function partOf({ workflow, period, stay, request, openedAt, closedAt }: CaseView): { at: string; cells: Row } {
  const title = [workflows[workflow], request?.drugName].filter(Boolean).join(': ');
  if (period) {
    return { at: period.startDate, cells: [title, day(period.startDate), day(period.endDate), period.status] };
  }
  const from = stay?.from ?? request?.askedAt ?? openedAt;
  const until = stay?.until ?? closedAt;
  const status = request?.status ?? (until ? 'afsluttet' : 'i gang');
  return { at: from, cells: [title, day(from), until ? day(until) : 'fortsætter', status] };
}

function eventOf({ at, label, source, actor, outcome, reason }: JournalRowView): Row {
  const by = source === 'entry' ? (actor.name ?? roleNames[actor.role].da) : sources[source];
  return [
    danishInstant(at),
    label.da,
    [by, actor.organisation].filter(Boolean).join(', '),
    [outcomes[outcome] ?? outcome, reason?.da].filter(Boolean).join(': '),
  ];
}
