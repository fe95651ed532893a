/** MedCom's published files through the whole product: what each sequence comes to, and what it asks of whom (domain §4.2.5). */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readFamily } from '../../src/engine/read-family.ts';
import type { StayContext } from '../../workflows/hospital-stay/base.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { expectSound } from '../support/expect-sound.ts';
import { send, view } from '../support/hospital-notification/send.ts';
import type { CaseView } from '../support/hospital-notification/send.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const folder = '../shared/inputs/medcom';
const given = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
if (given.length === 0 && process.env['REQUIRE_ALL'] !== '1')
  process.stderr.write(`Skipped: no messages of MedCom in ${folder}\n`);
const published = given.length > 0 || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;

/** The sequences, what the stay and the citizen come to, and whether the discharge checklist is open. */
const sequences: [files: string, stay: string, careSetting: string, checklist?: 'open'][] = [
  ['STIN_A', 'inpatient', 'inpatient'],
  ['STIN_B1 STIN_B2', 'inpatient', 'inpatient'],
  ['STAA_D', 'acuteAmbulant', 'acuteAmbulant'],
  ['STAA_E STIN_E', 'inpatient', 'inpatient'],
  ['STIN_F STOR_F', 'onLeave', 'onLeave'],
  ['STIN_G STOR_G SLOR_G', 'inpatient', 'inpatient'],
  ['STIN_H SLHJ_H', 'discharged.followUp', 'home', 'open'],
  ['STIN_M', 'inpatient', 'inpatient'],
  ['STIN_O RE_STIN_O', 'inpatient', 'inpatient'],
  ['TEK_STIN_A', 'inpatient', 'inpatient'],
  ['TEK_ID_LOCAL', 'inpatient', 'inpatient'],
  ['TEK_ID_LPR3', 'inpatient', 'inpatient'],
  ['TEK_ID_2', 'inpatient', 'inpatient'],
];

const herlev = '265161000016000';
const cutOffTask = 'The citizen is admitted: check the next cut-off, and whether a hold is needed';
const removalTask = 'A dose prescription was removed during a stay: ask the hospital for the professional reason';

published('MedCom’s published messages', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** Every test has a citizen of its own: MedCom's test number with another serial, still a date that exists. */
  let serial = 1000;
  /** An active case, and how to send it MedCom's files. */
  async function citizen() {
    const cpr = `250947${String((serial += 1)).padStart(4, '0')}`;
    // The same files are sent for many citizens: their Bundle ids would be taken for resends of another message.
    await server.rows('delete from inbox');
    const caseId = await openActiveCase(server, cpr);
    const tell = async (name: string) => {
      const file = given.find((path) => basename(path) === `HospitalNotification_Ex_${name}.json`);
      if (!file) throw new Error(`Expected ${name} in ${folder}`);
      const sent = await send(server, readFileSync(file, 'utf8').replaceAll('2509479989', cpr));
      expect({ name, status: sent.status, code: sent.code }).toEqual({ name, status: 200, code: 'ok' });
      return sent;
    };
    const look = (): Promise<CaseView> => view(server, caseId);
    return { cpr, caseId, tell, look };
  }
  const tasksOf = (views: CaseView[]): string[] => views.flatMap(({ tasks }) => tasks.map(({ title }) => title.en));
  const ofFamily = <T extends object>(what: string, table: string, caseId: string, more = ''): Promise<T[]> =>
    server.rows(`select ${what} from ${table} t join "case" c on c.id = t.case_id where c.family_id = $1 ${more}`, [
      caseId,
    ]);
  const reportsAsked = async (caseId: string): Promise<number> =>
    (await ofFamily('t.key', 'outbox', caseId, `and t.code = 'reportOfAdmissionRequested'`)).length;
  async function stayOf(caseId: string): Promise<StayContext> {
    const { pool, keys, clock } = server.store;
    const family = await readFamily(pool, keys.vault, definitionOf, caseId, await clock(pool));
    const stay = family?.find(({ state }) => 'stay' in state.snapshot.context);
    if (!stay) throw new Error('Expected a stay');
    return stay.state.snapshot.context as StayContext;
  }

  const orders: [string, (files: string[]) => string[]][] = [
    ['in order', (files) => files],
    ['reversed', (files) => files.toReversed()],
    ['doubled', (files) => files.flatMap((file) => [file, file])],
    ['in order and then all again', (files) => [...files, ...files]],
  ];

  for (const [how, arrange] of orders) {
    it.each(sequences)(
      `%s ${how} leaves the stay %s, the citizen %s and dose packing active`,
      async (...[files, stay, setting, checklist]) => {
        const { tell, look } = await citizen();
        const answers = new Map<string, string>();
        const stays = new Set<string | null>();
        for (const name of arrange(files.split(' '))) {
          const sent = await tell(name);
          expect(answers.get(name) ?? sent.text).toBe(sent.text);
          answers.set(name, sent.text);
          stays.add(sent.stay);
        }
        expect(stays.size).toBe(1);
        const { state, children } = await look();
        expect(state['course']).toMatch(/^active/);
        expect(state['careSetting']).toBe(setting);
        expect(children).toHaveLength(1);
        expect(children[0]?.state['stay']).toBe(stay);
        expect(children[0]?.state['checklist']?.includes('open')).toBe(checklist === 'open');
        // Who is admitted is asked about once; who is only seen, or home again, not.
        const asked = tasksOf(children).filter((task) => task === cutOffTask);
        expect(asked).toHaveLength(['inpatient', 'onLeave'].includes(stay) ? 1 : 0);
      },
    );
  }

  it('A asks for a report of admission of whoever is the receiver, and a transfer (B2) asks again', async () => {
    await server.rows(`update organisation set notification_mode = 'receiver' where kind = 'municipality'`);
    const a = await citizen();
    await a.tell('STIN_A');
    await a.tell('STIN_A');
    expect(await reportsAsked(a.caseId)).toBe(1);
    const b = await citizen();
    await b.tell('STIN_B1');
    expect(await reportsAsked(b.caseId)).toBe(1);
    await b.tell('STIN_B2');
    expect(await reportsAsked(b.caseId)).toBe(2);
    await server.rows(`update organisation set notification_mode = 'copy' where kind = 'municipality'`);
  });

  it('B2 moves the stay to the department in the other region, without a discharge', async () => {
    const { caseId, tell } = await citizen();
    await tell('STIN_B1');
    expect((await stayOf(caseId)).stay.departments.map(({ provider }) => provider)).toEqual([herlev]);
    await tell('STIN_B2');
    const { stay } = await stayOf(caseId);
    expect(stay.departments.map(({ provider }) => provider)).toEqual([herlev, '502701000016000']);
    expect(await ofFamily('t.kind', 'statistic', caseId, `and t.kind in ('admission', 'discharge')`)).toEqual([
      { kind: 'admission' },
    ]);
  });

  it('D is only watched: nothing is asked of anybody', async () => {
    const { tell, look } = await citizen();
    await tell('STAA_D');
    const { tasks, children } = await look();
    expect(tasksOf([{ id: '', state: {}, tasks, children: [] }, ...children])).toEqual([]);
  });

  it('E is acute ambulant and unasked until the admission', async () => {
    const { tell, look } = await citizen();
    await tell('STAA_E');
    const seen = await look();
    expect(seen.state['careSetting']).toBe('acuteAmbulant');
    expect(tasksOf(seen.children)).toEqual([]);
    await tell('STIN_E');
    const admitted = await look();
    expect(admitted.state['careSetting']).toBe('inpatient');
    expect(tasksOf(admitted.children)).toEqual([cutOffTask]);
  });

  it('F and G are on leave from and to the instants that the leave period says, not when they were told', async () => {
    const leaves = async (files: string): Promise<object[]> => {
      const { caseId, tell } = await citizen();
      for (const name of files.split(' ')) await tell(name);
      const { facts } = await stayOf(caseId);
      return facts.slice(1).map(({ event, leaveStart, leaveEnd }) => ({ event, leaveStart, leaveEnd }));
    };
    const start = '2023-03-03T13:00:10.000Z';
    expect(await leaves('STIN_F STOR_F')).toEqual([{ event: 'STOR', leaveStart: start }]);
    expect(await leaves('STIN_G STOR_G SLOR_G')).toEqual([
      { event: 'STOR', leaveStart: start },
      { event: 'SLOR', leaveStart: start, leaveEnd: '2023-03-05T14:30:00.000Z' },
    ]);
  });

  it('H has the prescriptions compared, and one that is gone without a reason is asked about and counted', async () => {
    const { cpr, caseId, tell, look } = await citizen();
    const observe = async (status: string, time: string): Promise<void> => {
      const data = { cpr, prescriptionId: 'p1', drugId: '28100009555', status, validTo: '2023-06-01T00:00:00Z' };
      const type = 'dk.dosisflow.fmk.dosePrescriptionObserved.v1';
      const event = { specversion: '1.0', id: `${cpr} ${time}`, source: 'urn:test:fmk', type, time, data };
      const response = await server.call('adapter', 'POST', '/api/integration/events', [event]);
      expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
    };
    const unjustified = (): Promise<object[]> =>
      ofFamily('t.unit', 'statistic', caseId, `and t.kind = 'removedDuringStayWithoutReason'`);
    await observe('open', '2023-02-01T12:00:00Z');
    await tell('STIN_H');
    await tell('SLHJ_H');
    const home = await look();
    expect(home.children[0]?.state['checklist']).toContain('prescriptionsAccounted');
    expect(tasksOf([home])).not.toContain(removalTask);
    expect(await unjustified()).toEqual([]);
    await observe('cancelled', '2023-03-04T12:00:00Z');
    expect(tasksOf([await look()])).toContain(removalTask);
    expect(await unjustified()).toEqual([{ unit: herlev }]);
    // Which drug it was is for those who treat: an administrator, who sees that a reason is missing, is not told.
    const choicesFor = async (who: string): Promise<unknown> => {
      const response = await server.call(who, 'GET', `/api/cases/${caseId}`);
      const { allowedCommands } = (await response.json()) as { allowedCommands: { type: string; choices?: object }[] };
      const command = allowedCommands.find(({ type }) => type === 'giveRemovalReason');
      return command ? (command.choices ?? 'none') : 'no such command';
    };
    expect(await choicesFor('nurse')).toMatchObject({ prescriptionId: [{ value: 'p1' }] });
    expect(await choicesFor('administrator')).toBe('none');
    await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, {
      type: 'giveRemovalReason',
      data: { prescriptionId: 'p1', reason: 'renal failure' },
    });
    expect(tasksOf([await look()])).not.toContain(removalTask);
    expect(await unjustified()).toEqual([]);
  });

  it('O starts when its correction says', async () => {
    const { tell } = await citizen();
    await tell('STIN_O');
    const { stay } = await tell('RE_STIN_O');
    expect(
      await server.rows(`select occurred_at from statistic where case_id = $1 and kind = 'admission'`, [stay]),
    ).toEqual([{ occurred_at: new Date('2023-03-01T08:00:00+01:00') }]);
  });

  it('leaves a ledger without discrepancies and journals that rebuild every state (E4)', () => expectSound(server));
});
