/** What a practice, a pharmacy and a municipality's own list hold on an ordinary day, told through the API. */
import type { ServerProcess } from './server-process.ts';

/** Citizens of one practice and one pharmacy: some 60 on dose packing is a practice's share, some 400 a pharmacy's of 200,000. */
const citizens = 400;
const quickCitizens = 20;
const candidatesEach = 5;
const drugId = '99000000001';
const dayMs = 86_400_000;
const together = 8;

type Call = (who: string, path: string, body: object) => Promise<unknown>;

/** Each citizen has a roll that is not packed yet, and a prescription that ends before the roll does: a question to the GP. */
export async function fillEverydayLists(
  { url }: ServerProcess,
  token: (who: string) => Promise<string>,
  isQuick: boolean,
): Promise<void> {
  const call: Call = async (who, path, body) => {
    const headers = { authorization: `Bearer ${await token(who)}`, 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`Expected ${path} to be taken, but got ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  const organisationOf = async (who: string): Promise<string> => {
    const response = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${await token(who)}` } });
    const { organisation } = (await response.json()) as { organisation: { id: string } };
    return organisation.id;
  };
  const parties = { gpPractice: await organisationOf('gp'), pharmacy: await organisationOf('pharmacy-staff') };
  const all = Array.from({ length: isQuick ? quickCitizens : citizens }, (_, n) => n);
  const queue = all.values();
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (const n of queue) await openOne(call, parties, n);
    }),
  );
  await importCandidates(call, all.length);
}

async function openOne(call: Call, parties: object, n: number): Promise<void> {
  const cpr = cprOf(n);
  const day = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
  const tell = (type: string, data: object): Promise<unknown> =>
    call('adapter', '/api/integration/events', {
      ...{ specversion: '1.0', id: `${type} of ${n}`, source: 'urn:dosisflow:bench' },
      ...{ type: `dk.dosisflow.fmk.${type}.v1`, time: new Date().toISOString(), data: { cpr, ...data } },
    });
  await call('nurse', '/api/cases', {
    workflow: 'dose-dispensing',
    data: { cpr, name: `Testborger ${n}`, ...parties },
  });
  const prescription = { prescriptionId: `a${n}`, drugId, status: 'open', validTo: `${day(12 + (n % 10))}T12:00:00Z` };
  await tell('dosePrescriptionObserved', prescription);
  await tell('dispensingPeriodObserved', {
    ...{ periodId: `p${n}`, cardId: `k${n}`, status: 'Planlagt', drugIds: [drugId] },
    ...{ startDate: day(10), endDate: day(23), deadline: `${day(5)}T11:00:00Z` },
  });
}

async function importCandidates(call: Call, count: number): Promise<void> {
  const head = 'cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn';
  const rows = Array.from({ length: count }, (_, n) =>
    Array.from(
      { length: candidatesEach },
      (_drug, d) =>
        `${cprOf(2_000 + n)};Testborger ${n};homeCare;9900000000${d + 1};tablet;${d % 2 === 0};true;false;2025-01-01`,
    ),
  ).flat();
  await call('nurse', '/api/candidates', { csv: [head, ...rows].join('\n') });
}

/** Artificial: the day and the form of a number, with no citizen behind it. */
const cprOf = (n: number): string => `250947${String(1_000 + n)}`;
