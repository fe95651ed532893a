import type { ProgrammeItem } from './items.query.ts';

const shippedOn = '2026-04-21';
const item = (
  id: string,
  kind: ProgrammeItem['kind'],
  title: string,
  status: ProgrammeItem['status'],
  source: string,
  more: Partial<ProgrammeItem> = {},
): ProgrammeItem => ({
  id,
  kind,
  title,
  status,
  plannedOn: null,
  doneOn: null,
  owner: null,
  dependsOn: [],
  note: '',
  source,
  recordedAt: `${shippedOn}T00:00:00.000Z`,
  ...more,
});

const status2026 = 'MedComs projektstatus, 21. april 2026';
const steering = 'Programmets styregruppe, 3. september 2025';
const midst = '2026-07-01';

/** The programme's milestones, decisions and risks as its documents have them (R2, R44–R61, R65, R79–R83); what is recorded here later stands in for them. */
export const shippedItems: readonly ProgrammeItem[] = [
  item('gebyr', 'milestone', 'Håndtering af dosispakkegebyret', 'inProgress', status2026, {
    plannedOn: midst,
    dependsOn: ['hjemmel-gebyr'],
    note: 'Forsinket af manglende regeringsdannelse.',
  }),
  item(
    'befoejelser',
    'milestone',
    'Udvidelse af behandlerfarmaceuters beføjelser ved restordre',
    'inProgress',
    status2026,
    {
      plannedOn: midst,
      dependsOn: ['uden-for-gruppe'],
      note: 'Forsinket af manglende regeringsdannelse.',
    },
  ),
  item('fmk-statistik', 'milestone', 'Mere detaljeret statistik gennem FMK', 'inProgress', status2026, {
    plannedOn: midst,
    dependsOn: ['paragraf-157'],
    note: 'Forsinket af manglende regeringsdannelse.',
  }),
  item('hjemmel-gebyr', 'decision', 'Hjemmel til, at kommuner betaler dosispakkegebyret', 'open', steering, {
    owner: 'Indenrigs- og Sundhedsministeriet',
  }),
  item('samtykke', 'decision', 'Afskaffelse af kravet om samtykke', 'open', steering, {
    owner: 'Indenrigs- og Sundhedsministeriet',
  }),
  item('kl-behandling', 'decision', 'KL’s politiske behandling', 'open', steering, {
    owner: 'KL',
    dependsOn: ['hjemmel-gebyr', 'samtykke'],
  }),
  item('uden-for-gruppe', 'decision', 'Substitution uden for substitutionsgruppen', 'open', steering, {
    owner: 'Indenrigs- og Sundhedsministeriet',
    note: 'Fælles anbefaling fra MedCom og PLO.',
  }),
  item('foerstevalg', 'decision', 'Dosispakket medicin som førstevalg', 'open', steering, {
    owner: 'Indenrigs- og Sundhedsministeriet',
  }),
  item('paragraf-157', 'decision', 'Ændring af sundhedslovens § 157, så FMK-data kan bruges', 'open', steering, {
    owner: 'Indenrigs- og Sundhedsministeriet',
  }),
  item('langsigtet-maaltal', 'decision', 'Langsigtet måltal', 'open', steering, {
    owner: 'Programmets styregruppe',
    dependsOn: ['hjemmel-gebyr', 'foerstevalg', 'kl-behandling', 'befoejelser'],
  }),
  item('risiko-gebyr', 'risk', 'Mange borgere siger nej på grund af egenbetaling', 'open', status2026, {
    dependsOn: ['hjemmel-gebyr'],
    note: 'Programmets største risiko.',
  }),
  item('risiko-levering', 'risk', 'Leveringsgebyret hindrer samtykke', 'open', 'Danske Regioner, foråret 2024'),
  item(
    'risiko-restordre',
    'risk',
    'Restordrer opstår efter ordinationen, så advarslen ved ordination ikke fanger dem',
    'open',
    steering,
  ),
  item('risiko-anmodninger', 'risk', 'Autogenererede receptanmodninger fra FMK strander', 'open', steering),
  item('risiko-afdelinger', 'risk', 'Anmodninger lander på afdelinger, der ikke kan håndtere dem', 'open', steering),
  item('risiko-finansiering', 'risk', 'Forlængelsen har ingen ekstern finansiering', 'open', steering),
];
