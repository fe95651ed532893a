import { onBothBackends } from '../support/backends.ts';
import { expectSound } from '../support/expect-sound.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import type { NotificationOptions } from '../support/hospital-notification/build-notification.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { send as sendTo, view as viewOf } from '../support/hospital-notification/send.ts';
import type { CaseView, Sent } from '../support/hospital-notification/send.ts';
import { startRedis } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

type Entry = ReturnType<typeof buildNotification>['entry'][number];

onBothBackends((onRedis) => {
  let redis: RedisServer | undefined;
  let server: TestServer;
  beforeAll(async () => {
    redis = onRedis ? await startRedis() : undefined;
    server = await startServer(redis && { REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await server.close();
    await redis?.stop();
  });

  const send = (body: Uint8Array | string, contentType?: string): Promise<Sent> => sendTo(server, body, contentType);
  const view = (caseId: string): Promise<CaseView> => viewOf(server, caseId);

  /** Every test has a citizen of its own: MedCom's test number with another serial, still a date that exists. */
  let serial = 1000;
  const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;

  describe('the codes that MedCom publishes no file for', () => {
    const play = async (codes: Parameters<typeof buildSequence>[0]['codes'], arrange = <T>(all: T[]): T[] => all) => {
      const cpr = nextCpr();
      const caseId = await openActiveCase(server, cpr);
      for (const bundle of arrange(buildSequence({ codes, cpr, startsAt: '2026-01-05T08:00:00Z' }))) {
        const [body, contentType] = bodyOf(bundle, 'json');
        expect((await send(body, contentType)).code).toBe('ok');
      }
      const { state, children } = await view(caseId);
      return { caseId, state, stay: children[0]?.state['stay'], tasks: children[0]?.tasks.length };
    };
    const cases: [string, string, string][] = [
      ['STAA AN_STAA', 'cancelled', 'home'],
      ['STAA RE_STAA', 'acuteAmbulant', 'acuteAmbulant'],
      // Seen and sent home: nothing was taken over from the ward, so there is nothing to check.
      ['STAA SLHJ', 'discharged.settled', 'home'],
      ['STIN AN_STIN', 'cancelled', 'home'],
      ['STIN STOR RE_STOR', 'onLeave', 'onLeave'],
      ['STIN STOR AN_STOR', 'inpatient', 'inpatient'],
      ['STIN STOR SLOR RE_SLOR', 'inpatient', 'inpatient'],
      ['STIN STOR SLOR AN_SLOR', 'onLeave', 'onLeave'],
      ['STIN SLHJ RE_SLHJ', 'discharged.followUp', 'home'],
      ['STIN SLHJ AN_SLHJ', 'inpatient', 'inpatient'],
      ['STIN MORS AN_MORS', 'inpatient', 'inpatient'],
    ];
    it.each(cases)('%s leaves the stay %s and the citizen %s', async (codes, stay, setting) => {
      const played = await play(codes.split(' ') as never);
      expect([played.stay, played.state['careSetting']]).toEqual([stay, setting]);
      expect(played.state['course']).toMatch(/^active/);
      expect(played.state['death']).toMatch(/none|unasked/);
    });

    it.each(['STIN MORS', 'STAA MORS', 'STIN STOR MORS', 'STIN MORS RE_MORS'])(
      '%s asks the municipality to confirm the death, and packing goes on until it does',
      async (codes) => {
        const { caseId, state } = await play(codes.split(' ') as never);
        expect(state['course']).toMatch(/^active/);
        const tasks = await server.rows<{ n: number }>(
          `select count(*)::int as n from task t join "case" c on c.id = t.case_id where c.family_id = $1 and t.closed_at is null`,
          [caseId],
        );
        expect(tasks).toEqual([{ n: 1 }]);
        const death = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, { type: 'confirmDeath' });
        expect(((await death.json()) as { state: Record<string, string> }).state['course']).toMatch(/^ending/);
      },
    );

    it('forgets the tasks and statistics of a cancelled stay, and keeps the audit', async () => {
      const { caseId } = await play(['STIN', 'SLHJ', 'AN_SLHJ', 'AN_STIN']);
      expect(
        await server.rows(
          `select t.id from task t join "case" c on c.id = t.case_id where c.family_id = $1 and t.closed_at is null`,
          [caseId],
        ),
      ).toEqual([]);
      expect(
        await server.rows(`select s.kind from statistic s join "case" c on c.id = s.case_id where c.family_id = $1`, [
          caseId,
        ]),
      ).toEqual([{ kind: 'takenOver' }]);
      const audit = await server.rows(
        `select a.detail from audit a join "case" c on c.id = a.case_id where c.family_id = $1 and a.action = 'change' and a.detail like '%Observed%'`,
        [caseId],
      );
      expect(audit).toHaveLength(4);
    });
  });

  describe('the report of admission that a hospital asks for', () => {
    const asked = async (mode: string): Promise<unknown[]> => {
      const cpr = nextCpr();
      const caseId = await openActiveCase(server, cpr);
      await server.database.pool.query(`update organisation set notification_mode = $1 where kind = 'municipality'`, [
        mode,
      ]);
      const [body, contentType] = bodyOf(buildNotification({ code: 'STIN', cpr, reportOfAdmission: true }), 'json');
      expect((await send(body, contentType)).code).toBe('ok');
      await send(body, contentType);
      return server.rows(
        `select o.code from outbox o join "case" c on c.id = o.case_id where c.family_id = $1 and o.code = 'reportOfAdmissionRequested'`,
        [caseId],
      );
    };

    it('is asked of us once where we are the receiver, and not where we get a copy', async () => {
      expect(await asked('copy')).toEqual([]);
      expect(await asked('receiver')).toEqual([{ code: 'reportOfAdmissionRequested' }]);
    });
  });

  describe('a case that is closed', () => {
    const command = async (caseId: string, type: string, data: object = {}): Promise<void> => {
      const response = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data });
      expect([type, response.status]).toEqual([type, 200]);
    };
    const sendOf = async (cpr: string, codes: string, episode: string): Promise<Sent[]> => {
      const sent: Sent[] = [];
      const sequence = buildSequence({
        codes: codes.split(' ') as never,
        cpr,
        episode,
        startsAt: '2026-01-05T08:00:00Z',
      });
      for (const bundle of sequence) sent.push(await send(...bodyOf(bundle, 'json')));
      return sent;
    };

    it('takes corrections of its stays but no new stay after it has ended, and keeps nothing of that', async () => {
      const cpr = nextCpr();
      const caseId = await openActiveCase(server, cpr);
      await sendOf(cpr, 'STIN', 'e1');
      await command(caseId, 'planEnding', { reason: 'citizenDeclines' });
      await command(caseId, 'confirmOrdinaryPrescriptions');
      await command(caseId, 'confirmPharmacyTold');
      await command(caseId, 'confirmFeeStopped');
      await command(caseId, 'confirmEnded');
      expect((await sendOf(cpr, 'STIN SLHJ', 'e1'))[1]?.stay).not.toBeNull();
      expect(await sendOf(cpr, 'STIN', 'e2')).toEqual([expect.objectContaining({ code: 'ok', stay: null })]);
      expect((await view(caseId)).children).toHaveLength(1);
    });

    it('takes nothing when it was voided: it was opened for another citizen', async () => {
      const cpr = nextCpr();
      const caseId = await openActiveCase(server, cpr);
      await command(caseId, 'voidCase', { reason: 'Forkert borger' });
      expect(await sendOf(cpr, 'STIN', 'e1')).toEqual([expect.objectContaining({ code: 'ok', stay: null })]);
      expect((await view(caseId)).children).toEqual([]);
    });
  });

  describe('what cannot be taken', () => {
    it('acknowledges a message about a citizen without a case, and keeps nothing of its content (R.BR1)', async () => {
      const bundle = buildNotification({ code: 'STIN', cpr: nextCpr() });
      const [body, contentType] = bodyOf(bundle, 'json');
      const first = await send(body, contentType);
      expect([first.status, first.code, first.stay]).toEqual([200, 'ok', null]);
      expect((await send(body, contentType)).text).toBe(first.text);
      expect(
        await server.rows(
          `select status, sealed, header_id is not null as header, code from inbox where bundle_id = $1`,
          [(bundle as { id: string }).id],
        ),
      ).toEqual([
        { status: 'unmatched', sealed: null, header: true, code: 'STIN' },
        { status: 'unmatched', sealed: null, header: true, code: 'STIN' },
      ]);
    });

    it('keeps no number that a sender puts into its ids; the answer repeats them, and a repeat gets it again (P1, E2)', async () => {
      for (const hasCase of [true, false]) {
        const cpr = nextCpr();
        if (hasCase) await openActiveCase(server, cpr);
        const bundle = buildNotification({ code: 'STIN', cpr, messageHeaderId: `m-${cpr}`, bundleId: `b.${cpr}.x` });
        const [body, contentType] = bodyOf(bundle, 'json');
        const first = await send(body, contentType);
        expect([first.code, first.text.includes(`m-${cpr}`)]).toEqual(['ok', true]);
        expect((await send(body, contentType)).text).toBe(first.text);
        const reused = buildNotification({ code: 'STIN', cpr, messageHeaderId: 'another', bundleId: `b.${cpr}.x` });
        expect((await send(...bodyOf(reused, 'json'))).code).toBe('fatal-error');
        const broken = { ...bundle, entry: bundle.entry.slice(0, 1), id: `c.${cpr}` };
        expect((await send(JSON.stringify(broken))).code).toBe('fatal-error');
        const kept = await server.rows(
          `select 1 from inbox where concat(header_id, bundle_id, reason, acknowledgement) ~ $1`,
          [cpr],
        );
        expect(kept).toEqual([]);
      }
    });

    it('answers in XML what came in XML', async () => {
      const cpr = nextCpr();
      await openActiveCase(server, cpr);
      const [body, contentType] = bodyOf(buildNotification({ code: 'STIN', cpr }), 'xml');
      const sent = await send(body, contentType);
      expect(sent.text).toMatch(/^<\?xml|^<Bundle/);
      expect(sent.code).toBe('ok');
    });

    it.each([
      ['not JSON', '{', 400],
      ['not a Bundle', '{"resourceType":"Patient"}', 400],
      ['nesting of 1 MB', '['.repeat(1_000_000), 400],
      ['10 MB of nesting', '['.repeat(10_000_000), 413],
      ['nothing', '', 400],
    ])('refuses %s with an OperationOutcome and changes nothing', async (_, body, status) => {
      const [before] = await server.rows('select count(*)::int as n from journal');
      const sent = await send(body);
      expect(sent.status).toBe(status);
      expect(JSON.parse(sent.text)).toMatchObject({ resourceType: 'OperationOutcome' });
      expect(await server.rows('select count(*)::int as n from journal')).toEqual([before]);
    });

    it('refuses another media type with 415', async () => {
      expect((await send('STIN', 'text/plain')).status).toBe(415);
    });

    it('refuses XML with an entity before reading it, and changes nothing', async () => {
      const [before] = await server.rows('select count(*)::int as n from journal');
      const sent = await send(
        '<!DOCTYPE x [<!ENTITY a "b">]><Bundle xmlns="http://hl7.org/fhir"><id value="&a;"/></Bundle>',
        'application/fhir+xml',
      );
      expect(sent.status).toBe(400);
      expect(sent.text).toContain('OperationOutcome');
      expect(await server.rows('select count(*)::int as n from journal')).toEqual([before]);
    });

    it.each<[string, NotificationOptions, (entry: Entry) => boolean, RegExp]>([
      ['no Patient', {}, ({ resource }) => resource.resourceType !== 'Patient', /Patient/],
      ['a CPR number of nine digits', { cpr: '250947998' }, () => true, /Patient[^"]*identifier/],
      ['a CPR number of no date', { cpr: '3102009996' }, () => true, /Patient[^"]*identifier/],
      ['an activity nobody knows', { activity: 'admit-elsewhere' }, () => true, /Provenance[^"]*activity/],
    ])('answers a message with %s with what is wrong in it, and changes nothing', async (_, options, isKept, path) => {
      const cpr = nextCpr();
      await openActiveCase(server, cpr);
      const [before] = await server.rows('select count(*)::int as n from journal');
      const bundle = buildNotification({ code: 'STIN', cpr, ...options });
      const sent = await send(...bodyOf({ ...bundle, entry: bundle.entry.filter(isKept) }, 'json'));
      expect([sent.status, sent.code, sent.stay]).toEqual([200, 'fatal-error', null]);
      expect(sent.text).toMatch(path);
      expect(await server.rows('select count(*)::int as n from journal')).toEqual([before]);
    });

    it('names every fault of a message whose header can be read, with its FHIRPath, and keeps it sealed for 30 days', async () => {
      const cpr = nextCpr();
      await openActiveCase(server, cpr);
      const bundle = JSON.parse(JSON.stringify(buildNotification({ code: 'STIN', cpr }))) as {
        entry: { resource: Record<string, unknown> }[];
      };
      for (const { resource } of bundle.entry) {
        if (resource['resourceType'] === 'MessageHeader') delete resource['eventCoding'];
        if (resource['resourceType'] === 'Encounter') delete resource['class'];
      }
      const sent = await send(JSON.stringify(bundle));
      expect([sent.status, sent.code]).toEqual([200, 'fatal-error']);
      expect(sent.text).toMatch(/MessageHeader[^"]*event/);
      expect(sent.text).toMatch(/Encounter[^"]*class/);
      expect(sent.text).not.toContain(cpr);
      expect(await send(JSON.stringify(bundle))).toEqual(sent);
      const kept = await server.rows(
        `select sealed is not null as kept, delete_at - received_at = interval '30 days' as month from inbox where status = 'unreadable' order by received_at desc, created_at desc limit 1`,
      );
      expect(kept).toEqual([{ kept: true, month: true }]);
    });

    it('never acknowledges an acknowledgement', async () => {
      const cpr = nextCpr();
      const [body, contentType] = bodyOf(buildNotification({ code: 'STIN', cpr }), 'json');
      const acknowledgement = (await send(body, contentType)).text;
      expect(await send(acknowledgement)).toMatchObject({ status: 202, text: '' });
    });

    it('takes another message under a header id that came before, and refuses a Bundle id that came before under another header', async () => {
      const cpr = nextCpr();
      const caseId = await openActiveCase(server, cpr);
      const one = JSON.parse(JSON.stringify(buildNotification({ code: 'STIN', cpr, episode: 'e1' }))) as {
        id: string;
        entry: { resource: { resourceType: string; id: string } }[];
      };
      const header = one.entry.find(({ resource }) => resource.resourceType === 'MessageHeader')?.resource.id ?? '';
      expect((await send(JSON.stringify(one))).code).toBe('ok');
      const other = JSON.stringify(buildNotification({ code: 'STIN', cpr, episode: 'e2' })).replaceAll(
        /"MessageHeader\/[^"]+"/g,
        `"MessageHeader/${header}"`,
      );
      const sameHeader = JSON.parse(other) as typeof one;
      for (const { resource } of sameHeader.entry) if (resource.resourceType === 'MessageHeader') resource.id = header;
      expect((await send(JSON.stringify(sameHeader))).code).toBe('ok');
      expect((await view(caseId)).children).toHaveLength(2);
      const reused = JSON.parse(JSON.stringify(buildNotification({ code: 'STIN', cpr, episode: 'e3' }))) as typeof one;
      const refused = await send(JSON.stringify({ ...reused, id: one.id }));
      expect(refused.code).toBe('fatal-error');
      expect(await send(JSON.stringify({ ...reused, id: one.id }))).toEqual(refused);
    });

    it('is closed to whoever has no token, or the wrong one', async () => {
      expect((await fetch(`${server.address}/fhir/$process-message`, { method: 'POST', body: '{}' })).status).toBe(401);
      expect(
        (
          await server.call('nurse', 'POST', '/fhir/$process-message', '{}', {
            'content-type': 'application/fhir+json',
          })
        ).status,
      ).toBe(403);
    });
  });

  it('leaves a ledger without discrepancies and journals that rebuild every state (E4)', () => expectSound(server));
});
