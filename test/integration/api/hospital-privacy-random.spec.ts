/**
 * Whatever a hospital tells, in whatever order, among whatever else is said: no byte of it reaches a practice, a pharmacy, a
 * coordinator or another ward (P3). What a hospital says carries marks that occur nowhere else: words, a department, and
 * instants that end in 43.219 seconds, as does the moment at which it is heard, so that what is derived from it is known too.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Caller } from '../../../src/auth/caller.ts';
import { seenBy } from '../../../src/auth/seen-by.ts';
import type { Request } from '../../../src/engine/engine.ts';
import { groundsOf } from '../../../src/worklist/grounds.ts';
import type { JsonObject, Message, WorkflowName } from '../../../workflows/definition.ts';
import { changes, hospitalEvents, stayFactTypes } from '../../../workflows/hospital-stay/messages.ts';
import { allDefinitions, definitionOf } from '../../../workflows/registry.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { arbitraryData, arbitraryInstant } from '../../support/arbitrary-data.ts';
import { client } from '../../support/engine.ts';
import { EventStream } from '../../support/event-stream.ts';
import { textOfPdf } from '../../support/text-of-pdf.ts';
import { eventually } from '../../support/runtime.ts';

const seed = Number(process.env['RANDOM_SEED'] ?? (process.env['CI'] ? 20261122 : Math.floor(Math.random() * 2 ** 31)));
process.stderr.write(`Random cases: RANDOM_SEED=${seed}\n`);
const numRuns = Number(process.env['RANDOM_RUNS'] ?? 12);

const provider = '999991000016999';
const marks = [/HOSPITAL/, new RegExp(provider), /:43\.219/];
const marked = (instant: string): string => `${new Date(instant).toISOString().slice(0, 17)}43.219Z`;

let api: Api;
let nurse: Caller;
let others: Caller[];
let parties: { gpPractice: string; pharmacy: string; region: string };
let day = 0;

beforeAll(async () => {
  api = await startApi(definitionOf);
  const { municipality } = api.parties;
  const [gpPractice, pharmacy, region, hospital] = [
    await api.organisation('gpPractice'),
    await api.organisation('pharmacy'),
    await api.organisation('region'),
    await api.organisation('hospital'),
  ];
  parties = { gpPractice, pharmacy, region };
  // Where arbitrary data lets the citizen move to.
  for (const id of ['5a1ee3ac-9e2b-4b36-8d4c-2c2c0b8d5f10', '6b2ff4bd-0f3c-4c47-9e5d-3d3d1c9e6a21']) {
    await api.rows(
      `insert into organisation (id, kind, name, duty_contact) values ($1, 'gpPractice', 'Et andet sted', 'Vagten')`,
      [id],
    );
  }
  nurse = await api.person('municipalNurse', municipality);
  others = [
    await api.person('gp', gpPractice),
    await api.person('practiceStaff', gpPractice),
    await api.person('prescribingPharmacist', pharmacy),
    await api.person('pharmacyStaff', pharmacy),
    await api.person('coordinator', municipality),
    await api.person('coordinator', region),
    await api.person('hospitalWard', hospital),
    await api.person('dataProtectionOfficer', municipality),
  ];
});
afterAll(() => api.close());

type Said =
  | {
      by: 'hospital';
      event: (typeof hospitalEvents)[number];
      change: (typeof changes)[number];
      at: string;
      episode: string;
    }
  | {
      by: 'other';
      workflow: WorkflowName;
      type: string;
      kind: 'fact' | 'command';
      data: JsonObject;
      at: string;
      to: number;
    }
  | { by: 'time'; hours: number };

const hospital: fc.Arbitrary<Said> = fc.record({
  by: fc.constant('hospital' as const),
  event: fc.constantFrom(...hospitalEvents),
  change: fc.constantFrom(...changes),
  at: arbitraryInstant,
  episode: fc.constantFrom('HOSPITAL|a', 'HOSPITAL|b'),
});
const time: fc.Arbitrary<Said> = fc.record({ by: fc.constant('time' as const), hours: fc.constantFrom(1, 25, 400) });
const anything = allDefinitions.flatMap(({ name: workflow, messages }): fc.Arbitrary<Said>[] =>
  Object.entries(messages).flatMap(([type, spec]) =>
    spec.kind === 'internal' || (workflow === 'hospital-stay' && spec.kind === 'fact') || workflow === 'back-order'
      ? []
      : [
          fc.record({
            by: fc.constant('other' as const),
            workflow: fc.constant(workflow),
            type: fc.constant(type),
            kind: fc.constant(spec.kind),
            data: arbitraryData(spec.data),
            at: arbitraryInstant,
            to: fc.nat(3),
          }),
        ],
  ),
);
/** Commands that only what a hospital has told makes possible, such as the reason for a removal: their rows are hidden. */
const doseDispensing = definitionOf('dose-dispensing');
const hospitalCommands = Object.entries(doseDispensing.messages).flatMap(([type, spec]): fc.Arbitrary<Said>[] =>
  spec.kind === 'command' && groundsOf(doseDispensing).event(type) === 'hospitalNotification'
    ? [
        fc.record({
          by: fc.constant('other' as const),
          workflow: fc.constant('dose-dispensing' as const),
          type: fc.constant(type),
          kind: fc.constant('command' as const),
          data: arbitraryData(spec.data),
          at: arbitraryInstant,
          to: fc.constant(0),
        }),
      ]
    : [],
);
const sayings = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: hospital },
    { weight: 4, arbitrary: fc.oneof(...anything) },
    { weight: 1, arbitrary: time },
  ),
  { minLength: 5, maxLength: 25, size: 'max' },
);

it('lets no byte of what a hospital told reach those whom it does not cover (P3)', async () => {
  await fc.assert(
    fc.asyncProperty(sayings, async (said) => {
      const { caseId, cpr } = await openCase();
      const since = await transactionNow();
      const before = await Promise.all(others.map(familiesSeenBy));
      for (const each of said) await say(caseId, each);
      const [ids, tasks] = await Promise.all([
        api.rows<{ id: string }>('select id from "case" where family_id = $1', [caseId]),
        api.rows<{ id: string }>(`select id from task where basis = 'hospitalNotification'`),
      ]);
      for (const [n, caller] of others.entries()) {
        const { text: stream, cases } = await heardSince(caller, since);
        const stays = await api.rows<{ id: string }>(`select id from "case" where workflow = 'hospital-stay'`);
        expect(stays.filter(({ id }) => stream.includes(id))).toEqual([]);
        const families = new Set([...(before[n] ?? []), ...(await familiesSeenBy(caller))]);
        const told = await api.rows<{ id: string; family: string }>(
          'select id, family_id as family from "case" where id = any($1::uuid[])',
          [cases],
        );
        expect([caller.role, told.filter(({ family }) => !families.has(family))]).toEqual([caller.role, []]);
        for (const [url, text] of await everything(
          caller,
          ids.map(({ id }) => id),
          cpr,
        ).then((read) => [...read, ['the stream of events', stream] as const])) {
          const leaked = marks.find((mark) => mark.test(text))?.source ?? tasks.find(({ id }) => text.includes(id))?.id;
          if (leaked)
            throw new Error(
              `Expected nothing of a hospital at ${url} for ${caller.role}, but ${leaked} is there: ${text}`,
            );
        }
      }
    }),
    { seed, numRuns },
  );
}, 600_000);

const hospitalAndTime = fc.oneof(
  { weight: 3, arbitrary: hospital },
  { weight: 1, arbitrary: time },
  { weight: 1, arbitrary: fc.oneof(...hospitalCommands) },
);

it('tells nobody else by the stream of events when only a hospital, its consequences and their deadlines have moved something (P3)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hospitalAndTime, { minLength: 1, maxLength: 12 }), async (said) => {
      const { caseId } = await openCase();
      const since = await transactionNow();
      const before = await Promise.all(others.map((caller) => journalSeenBy(caller, caseId)));
      for (const each of said) await say(caseId, each);
      for (const [n, caller] of others.entries()) {
        // A deadline of somebody else's may have passed meanwhile: whoever reads that in the journal may hear of it.
        if ((await journalSeenBy(caller, caseId)) !== before[n]) continue;
        const { cases } = await heardSince(caller, since);
        // Time moves for the citizens of earlier runs too: theirs are not looked at.
        const ofCitizen = await api.rows<{ id: string }>(
          'select id from "case" where family_id = $1 and id = any($2::uuid[])',
          [caseId, cases],
        );
        expect([caller.role, ofCitizen]).toEqual([caller.role, []]);
      }
      const moved = await api.rows<{ id: string }>(
        `select distinct case_id as id from journal where xact >= $1::xid8 and outcome = 'accepted'`,
        [String(since)],
      );
      // The municipality’s own nurse hears.
      const { cases } = await heardSince(nurse, since);
      expect(cases).toEqual(expect.arrayContaining(moved.map(({ id }) => id)));
    }),
    { seed, numRuns },
  );
}, 600_000);

it('would see it: the municipality’s own nurse does', async () => {
  const { caseId, cpr } = await openCase();
  await say(caseId, {
    by: 'hospital',
    event: 'STIN',
    change: 'new',
    at: '2023-03-02T10:00:00Z',
    episode: 'HOSPITAL|a',
  });
  const ids = (await api.rows<{ id: string }>('select id from "case" where family_id = $1', [caseId])).map(
    ({ id }) => id,
  );
  const seen = (await everything(nurse, ids, cpr)).map(([, text]) => text).join('\n');
  expect(seen).toMatch(/:43\.219/);
});

async function openCase(): Promise<{ caseId: string; cpr: string }> {
  day += 1;
  const cpr = `0101900${String(day).padStart(3, '0')}`;
  const data = { cpr, name: 'Ane Holm', ...parties };
  await api.setTime('2023-03-01T10:00:00.000Z');
  const opened = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data });
  if (opened.status !== 201) throw new Error(opened.text);
  return { caseId: opened.body.id, cpr };
}

async function now(): Promise<string> {
  const [row] = await api.rows<{ at: Date }>('select at from clock');
  return row?.at.toISOString() ?? '';
}

async function say(root: string, said: Said): Promise<void> {
  if (said.by === 'time') {
    await api.setTime(
      `${new Date(Date.parse(await now()) + said.hours * 3_600_000).toISOString().slice(0, 17)}00.000Z`,
    );
    while ((await api.engine.fireDueTimers()) > 0);
    return;
  }
  if (said.by === 'hospital') {
    const at = marked(said.at);
    const data = {
      event: said.event,
      change: said.change,
      messageId: 'HOSPITAL',
      episodes: [said.episode],
      periodStart: at,
      ...(said.event !== 'STIN' && said.event !== 'STAA' && { periodEnd: at }),
      provider,
      reportOfAdmission: true,
    };
    const before = await now();
    await api.setTime(marked(before));
    await give(
      root,
      'hospital-stay',
      { kind: 'fact', type: stayFactTypes[said.event], data, occurredAt: at, by: client, key: randomUUID() },
      0,
    );
    await api.setTime(before);
    return;
  }
  const { workflow, kind, type, data, at, to } = said;
  const spec = definitionOf(workflow).messages[type];
  const role = spec?.kind === 'command' ? (spec.roles[0] ?? 'municipalNurse') : 'client';
  const by =
    kind === 'command'
      ? ({ kind: 'person', id: nurse.id, role, organisationId: nurse.organisationId } as const)
      : client;
  await give(root, workflow, { kind, type, data, occurredAt: new Date(at).toISOString(), by, key: randomUUID() }, to);
}

async function give(root: string, workflow: WorkflowName, message: Message, to: number): Promise<void> {
  const { open } = definitionOf(workflow);
  const scope = 'random';
  if (message.kind === 'fact' && open.kind === 'fact') {
    await api.engine.handle({
      to: 'child',
      root,
      workflow,
      ...open.child(message.data),
      scope,
      message,
    } satisfies Request);
    return;
  }
  const cases = await api.rows<{ id: string }>(
    'select id from "case" where family_id = $1 and workflow = $2 order by id',
    [root, workflow],
  );
  const target = cases[to % (cases.length || 1)];
  if (target) await api.engine.handle({ to: 'case', caseId: target.id, scope, message });
}

/** How many accepted rows of the journal of the citizen’s case this caller sees. */
async function journalSeenBy(caller: Caller, caseId: string): Promise<number> {
  const { body } = await api.get(caller, `/api/cases/${caseId}/journal?limit=200`);
  return ((body as Partial<typeof body>).items ?? []).filter(({ outcome }) => outcome === 'accepted').length;
}

/** Where a stream begins that is to tell of everything from now on. */
async function transactionNow(): Promise<bigint> {
  const [row] = await api.rows<{ id: string }>('select pg_current_xact_id()::text as id');
  return BigInt(row?.id ?? 0);
}

/**
 * What the stream of events tells a page that heard nothing since then. Other databases of the server may hold the newest
 * transactions back for a moment, or be so many that the page is told to ask anew: then it is asked again.
 */
async function heardSince(caller: Caller, since: bigint): Promise<{ text: string; cases: string[] }> {
  const now = await transactionNow();
  const address = `${await api.app.getUrl()}/api/events/stream`;
  // A caller is known to the server by his first question.
  await api.get(caller, '/api/tasks');
  const told = await eventually(
    async () => {
      const headers = { 'x-caller': caller.id, 'last-event-id': String(since) };
      const stream = await EventStream.of(await fetch(address, { headers }));
      await stream.close();
      return stream;
    },
    ({ last, all }) => BigInt(last) > now && !all,
    120_000,
  );
  return { text: told.heard, cases: [...told.cases] };
}

/** The families that the policies of the tables show this caller. */
async function familiesSeenBy(caller: Caller): Promise<string[]> {
  const { rows } = await seenBy(api.store, caller).pool.query<{ id: string }>(
    'select distinct family_id as id from "case" where citizen_id is not null',
  );
  return rows.map(({ id }) => id);
}

async function everything(caller: Caller, ids: readonly string[], cpr: string): Promise<[string, string][]> {
  const urls = [
    ...ids.flatMap((id) =>
      ['', '/journal?limit=200', '/explain', '/charges', '/adverse-event', '/notes', '/care-messages'].map(
        (part) => `/api/cases/${id}${part}`,
      ),
    ),
    '/api/cases?limit=200',
    '/api/cases?limit=200&order=deadline',
    '/api/cases?state=careSetting.inpatient',
    '/api/stuck?limit=200',
    '/api/stuck/csv',
    '/api/stuck/summary',
    '/api/stuck/soon?limit=200',
    '/api/incidents?limit=200',
    '/api/tasks?limit=200',
    '/api/tasks?limit=200&role=municipalNurse',
    ...(['prescribingPharmacist', 'pharmacyStaff'].includes(caller.role) ? ['/api/rolls-at-risk?limit=200'] : []),
    ...(caller.role === 'gp' ? ['/api/gp-questions?limit=200', '/api/substitution-proposals?limit=200'] : []),
  ];
  const read = urls.map(async (url): Promise<[string, string]> => [url, (await api.get(caller, url)).text]);
  const found = [{ cpr }, { name: 'Ane Ho' }].map(async (asked): Promise<[string, string]> => [
    'search',
    (await api.post(caller, '/api/citizens/search', asked)).text,
  ]);
  const given = ids.map(async (id): Promise<[string, string]> => [
    `a command to ${id}`,
    (await api.post(caller, `/api/cases/${id}/commands`, { type: 'endHold' })).text,
  ]);
  const printed = ids.map(async (id): Promise<[string, string]> => {
    const url = `/api/cases/${id}/pdf`;
    const file = await fetch((await api.app.getUrl()) + url, { headers: { 'x-caller': caller.id } });
    return [url, file.ok ? textOfPdf(Buffer.from(await file.arrayBuffer())) : await file.text()];
  });
  return Promise.all([...read, ...found, ...given, ...printed]);
}
