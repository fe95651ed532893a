/** What a hospital told must not change one byte of what a practice, a pharmacy or a ward can ask for (P3). */
import { randomUUID } from 'node:crypto';
import type { HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import { stayFactTypes } from '../../../workflows/hospital-stay/messages.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import type { Caller } from '../../../src/auth/caller.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import type { Handled } from '../../../src/engine/engine.ts';
import { client, done, start } from '../../support/engine.ts';

let api: Api;
let nurse: Caller;
let others: Caller[];
let caseId: string;

beforeAll(async () => {
  api = await startApi(definitionOf);
  nurse = await api.person('municipalNurse', api.parties.municipality);
  const gpPractice = await api.organisation('gpPractice');
  const pharmacy = await api.organisation('pharmacy');
  others = [
    await api.person('gp', gpPractice),
    await api.person('prescribingPharmacist', pharmacy),
    await api.person('coordinator', api.parties.municipality),
  ];
  const data = { cpr: '0101900000', name: 'Ane Holm', gpPractice, pharmacy };
  caseId = (await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data })).body.id;
  const given = await api.post(nurse, `/api/cases/${caseId}/commands`, {
    type: 'planEnding',
    data: { reason: 'citizenDeclines', lastDay: '2026-03-20' },
  });
  expect(given.status).toBe(200);
  done(await tellOfRoll());
});
afterAll(() => api.close());

/** A roll that someone must receive: its tasks rest with a death, and nobody else may see that they do. */
function tellOfRoll(): Promise<Handled> {
  return api.engine.handle({
    to: 'child',
    root: caseId,
    workflow: 'dispensing-period',
    aliases: ['p'],
    data: { periodId: 'p' },
    scope: 'fmk',
    message: {
      kind: 'fact',
      type: 'dispensingPeriodObserved',
      data: { periodId: 'p', cardId: 'k', startDate: '2026-03-20', endDate: '2026-04-02', status: 'Ekspederet' },
      occurredAt: start,
      by: client,
      key: randomUUID(),
    },
  });
}

async function tell(event: HospitalEvent, at: string): Promise<string> {
  const episode = 'urn:oid:1|episode';
  const handled = await api.engine.handle({
    to: 'child',
    root: caseId,
    workflow: 'hospital-stay',
    aliases: [episode],
    data: { episodes: [episode] },
    scope: 'medcom',
    message: {
      kind: 'fact',
      type: stayFactTypes[event],
      data: {
        event,
        change: 'new',
        messageId: randomUUID(),
        episodes: [episode],
        periodStart: '2026-03-02T10:00:00.000Z',
        ...(event !== 'STIN' && { periodEnd: at }),
        provider: '123456789012345',
        reportOfAdmission: true,
      },
      occurredAt: at,
      by: client,
      key: randomUUID(),
    },
  });
  return done(handled).caseId;
}

/**
 * Every answer about the case. Left out are the counters, for how often a case moved is not hidden, only by what; and the
 * rows that asking itself leaves, one refused command each time.
 */
async function everything(caller: Caller): Promise<unknown[]> {
  const urls = [`/api/cases/${caseId}`, `/api/cases/${caseId}/journal`, `/api/cases/${caseId}/explain`];
  const lists = ['/api/cases', '/api/cases?state=careSetting.inpatient', '/api/tasks?role=municipalNurse'];
  const answers = [];
  for (const url of [...urls, ...lists]) answers.push(await api.get(caller, url));
  answers.push(await api.post(caller, '/api/citizens/search', { cpr: '0101900000' }));
  answers.push(await api.post(caller, `/api/cases/${caseId}/commands`, { type: 'endHold' }));
  return answers.map(({ status, body }) => [status, plain(body)]);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return (value as ({ type?: string } | null)[]).filter((each) => each?.type !== 'endHold').map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !['revision', 'seq', 'requestId'].includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, plain(inner)]));
}

it('shows admission, discharge and death to the municipality’s nurse, and nothing of it to the others', async () => {
  const before = new Map<Caller, unknown>();
  for (const caller of others) before.set(caller, await everything(caller));
  const steps: [HospitalEvent, string, string][] = [
    ['STIN', '2026-03-02T10:00:00.000Z', 'inpatient'],
    ['SLHJ', '2026-03-02T14:00:00.000Z', 'home'],
    ['MORS', '2026-03-02T15:00:00.000Z', 'home'],
  ];
  for (const [event, at, setting] of steps) {
    await api.setTime(at);
    const stay = await tell(event, at);
    const seen = await api.get(nurse, `/api/cases/${caseId}`);
    expect(seen.body.state['careSetting']).toBe(setting);
    expect(seen.body['children']).toContainEqual(expect.objectContaining({ id: stay }));
    for (const caller of others) {
      expect((await api.get(caller, `/api/cases/${stay}`)).status).toBe(404);
      expect((await api.get(caller, `/api/cases/${stay}/journal`)).status).toBe(404);
      expect((await api.post(caller, `/api/cases/${stay}/commands`, { type: 'reviewAdmission' })).status).toBe(404);
      const now = await everything(caller);
      const earlier = before.get(caller);
      if (event !== 'MORS') expect(now).toEqual(earlier);
      else if (caller.role !== 'coordinator') expect(withoutStopped(now)).toEqual(withoutStopped(earlier));
    }
  }
  const nurseSees = await api.get(nurse, `/api/cases/${caseId}/journal`);
  expect(nurseSees.text).toContain('deathReported');
  await api.setTime(start);
});

/** A death stops the duties of everyone, by the chart (C8): that a GP may not confirm one meanwhile is all that shows. */
function withoutStopped(value: unknown): unknown {
  const text = JSON.stringify(value, (_, each: unknown) =>
    Array.isArray(each)
      ? each.filter(({ type, command }) => !/OrdinaryPrescriptions$/.test(`${type ?? command}`))
      : each,
  );
  return JSON.parse(text);
}

it('masks the CPR number for all but the municipality’s nurses, and names no one to the coordinator', async () => {
  const [gp, pharmacist, coordinator] = others as [Caller, Caller, Caller];
  const url = `/api/cases/${caseId}`;
  expect((await api.get(nurse, url)).body['citizen']).toEqual({ name: 'Ane Holm', cpr: '0101900000' });
  for (const caller of [gp, pharmacist]) {
    expect((await api.get(caller, url)).body['citizen']).toEqual({ name: 'Ane Holm', cpr: '010190-xxxx' });
  }
  expect((await api.get(coordinator, url)).body['citizen']).toBeUndefined();
});
