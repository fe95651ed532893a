import type { Department, Statistic, WorkflowDefinition } from '../definition.ts';
import type { StayContext } from './base.ts';
import { base, place, tellStayChanged } from './base.ts';
import { checklistRegion } from './checklist.ts';
import { deadlines } from './deadlines.ts';
import { deriveStay } from './derive-stay.ts';
import { hospitalStayMessages, stayFactTypes } from './messages.ts';
import { admissionReviewRegion, missingDischargeRegion, stayRegion, unknownAdmissionRegion } from './regions.ts';

const placed = { guard: 'isNews', actions: place } as const;

const machine = base.createMachine({
  id: 'hospital-stay',
  context: ({ input }) => {
    const episodes = input.data['episodes'] as string[];
    return {
      env: input.env,
      caseId: input.caseId,
      parties: input.parties,
      key: episodes[0] ?? input.caseId,
      episodes,
      facts: [],
      recorded: {},
      stay: deriveStay([]),
      citizenDead: false,
    };
  },
  on: {
    [stayFactTypes.STAA]: placed,
    [stayFactTypes.STIN]: placed,
    [stayFactTypes.STOR]: placed,
    [stayFactTypes.SLOR]: placed,
    [stayFactTypes.SLHJ]: placed,
    [stayFactTypes.MORS]: placed,
    municipalityChanged: { guard: 'isNewMunicipality', actions: 'moveMunicipality' },
    coverTold: { guard: 'isNewsOfCover', actions: 'noteCover' },
    deathStands: { guard: 'knowsOfNoDeath', actions: 'rest' },
    deathDismissed: [
      { guard: 'isDeceased', actions: ['wake', tellStayChanged] },
      { guard: 'knowsOfDeath', actions: 'wake' },
    ],
  },
  type: 'parallel',
  states: {
    stay: stayRegion,
    unknownAdmission: unknownAdmissionRegion,
    admissionReview: admissionReviewRegion,
    missingDischarge: missingDischargeRegion,
    checklist: checklistRegion,
  },
});

/** Counted for the department where it happened; a cancelled stay counts for nothing. */
function statistics({ key, stay }: StayContext): Statistic[] {
  if (stay.stage === 'cancelled') return [];
  const { wasInpatient, admittedAt, dischargedAt, diedAt, departments } = stay;
  const first = departments[0]?.provider;
  const last = departments.at(-1)?.provider;
  const count = (kind: string, occurredAt: string | undefined, unit: string | undefined): Statistic[] =>
    occurredAt ? [{ key: `${kind}:${key}`, kind, occurredAt, ...(unit && { unit }) }] : [];
  return [
    ...count(wasInpatient ? 'admission' : 'acuteVisit', admittedAt, first),
    ...count('discharge', stay.stageIfAlive === 'discharged' ? dischargedAt : undefined, last),
    ...count('deathInHospital', diedAt, last),
  ];
}

/** Where the citizen is or was: from one department's beginning to the next one's. A department that a person told of has no id. */
function departments({ stay }: StayContext): Department[] {
  if (stay.stage === 'cancelled') return [];
  return stay.departments.flatMap(({ from, provider }, n) => {
    const until = stay.departments[n + 1]?.from ?? stay.dischargedAt ?? stay.diedAt;
    return provider ? [{ sor: provider, from, ...(until && { until }) }] : [];
  });
}

export const hospitalStayV1: WorkflowDefinition = {
  name: 'hospital-stay',
  version: 1,
  title: { da: 'Sygehusophold', en: 'Hospital stay' },
  machine,
  messages: hospitalStayMessages,
  ignored: [],
  guardReasons: {
    isDischargedByPerson: {
      da: 'udskrivningen er meldt af sygehuset, ikke registreret her',
      en: 'the discharge was told by the hospital, not recorded here',
    },
    isAdmittedByPerson: {
      da: 'ingen indlæggelse er registreret her',
      en: 'no admission has been recorded here',
    },
    isDismissed: {
      da: 'sygehuset har annulleret opholdet',
      en: 'the hospital has cancelled the stay',
    },
  },
  deadlines,
  open: {
    kind: 'fact',
    child: ({ episodes }) => ({ aliases: episodes as string[], data: { episodes } }),
  },
  aliases: ({ episodes }: StayContext) => episodes,
  statistics,
  departments,
};
