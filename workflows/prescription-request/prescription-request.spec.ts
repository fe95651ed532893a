import fc from 'fast-check';
import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { period } from '../../scripts/verify-workflows/period-facts.ts';
import { requestTold } from '../../scripts/verify-workflows/request-facts.ts';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import type { Message } from '../definition.ts';
import type { RequestContext } from './base.ts';
import { prescriptionRequestV1 } from './prescription-request.v1.ts';

/** In March 2023, at noon in Denmark; the 1st is a Wednesday. */
const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T11:00:00.000Z`;
const kmd = { careRecord: 'kmdNexus' };
const cura = { careRecord: 'columnaCura' };
const reason = (text: string) => ({ cancellationReason: text });
const renewal = (status: string, day: number, validTo = '2025-03-01T00:00:00Z'): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), { prescriptionId: 'new', drugId: 'd', status, validTo });
/** Rolls of 14 days from Monday 6 March, each to be changed until Friday at 15:30 before it: 3, 17 and 31 March. */
const roll = period('Ekspederet', noon(1), { startDate: '2023-03-06', endDate: '2023-03-19', drugIds: ['d'] });

/** A citizen whose only prescription runs out on Friday 31 March at noon. */
const citizen = (day = 1, validTo = noon(31)): Citizen =>
  new Citizen(noon(day), { prescriptions: [{ prescriptionId: 'old', drugId: 'd', validTo }] });
const standing = (of: Citizen): unknown => of.region('request', of.request);
const shown = (of: Citizen) =>
  prescriptionRequestV1.request?.(of.request.state.snapshot.context as RequestContext as never);
const answer = 'prescription-request.answer';
const rejection = 'prescription-request.rejection';
/** Of the request alone: the case asks for rolls of its own. */
const tasksOf = (of: Citizen) => of.tasks.filter(({ key }) => key.startsWith('prescription-request.'));
const openOf = (of: Citizen): string[] => of.open.filter((key) => key.startsWith('prescription-request.'));
const due = (of: Citizen, region: string): string[] =>
  of.tasks.filter(({ key }) => key.startsWith(region)).map(({ key }) => key.split('.').at(-2) ?? '');

describe('a request to the GP', () => {
  it('is asked for when nobody has answered in seven working days, and again three after the GP was phoned', () => {
    const ane = citizen(1, '2023-06-01T10:00:00Z').hears(requestTold('unhandled', noon(1)));
    expect([standing(ane), openOf(ane)]).toEqual(['awaitingAnswer', []]);
    expect(openOf(ane.waitsUntil('2023-03-10T14:59:59Z'))).toEqual([]);
    expect(due(ane.waitsUntil('2023-03-10T15:00:00Z'), answer)).toEqual(['unanswered']);
    expect(tasksOf(ane)).toMatchObject([
      { role: 'municipalNurse', basis: 'fmk', deadlineAt: '2023-03-11T15:00:00.000Z' },
    ]);
    expect(openOf(ane.does('confirmGpContacted'))).toEqual([]);
    expect(due(ane.waitsUntil('2023-03-15T15:00:00Z'), answer)).toEqual(['unanswered']);
    expect(openOf(ane.hears(requestTold('prescribed', noon(15), {}, { issuedPrescriptionId: 'new' })))).toEqual([]);
    expect([standing(ane), ane.request.state.snapshot.hasTag('closed')]).toEqual(['prescribed', true]);
  });

  it('is urgent three working days before the last cut-off, not before the prescription runs out', () => {
    const ane = citizen().hears(roll, requestTold('unhandled', noon(15)));
    // 3 and 17 March are cut-offs of rolls; the next follows a cycle later, on the 31st at 15:30, after it has run out.
    expect(shown(ane)?.lastCutOffAt).toBe('2023-03-17T14:30:00.000Z');
    expect(due(ane.waitsUntil(noon(15)), answer)).toEqual(['unanswered']);
    const ben = citizen().hears(requestTold('unhandled', noon(15)));
    expect(shown(ben)?.lastCutOffAt).toBe('2023-03-28T13:30:00.000Z');
    expect(due(ben.waitsUntil('2023-03-23T06:59:59Z'), answer)).toEqual([]);
    expect(due(ben.waitsUntil('2023-03-23T07:00:00Z'), answer)).toEqual(['unanswered']);
  });

  it('is heard of before its roll as well as after: the cut-off moves the date', () => {
    const ane = citizen(15)
      .hears(requestTold('unhandled', noon(15)))
      .waitsUntil(noon(15));
    expect(due(ane, answer)).toEqual([]);
    expect(due(ane.hears(roll).waitsUntil(noon(15)), answer)).toEqual(['unanswered']);
  });
});

describe('a request to a hospital', () => {
  it('lies in a pool in the East, where nothing forwards it: a person must, and then the GP is waited for', () => {
    const ane = citizen().hears(requestTold('unhandled', noon(1), { to: ['east'] }));
    expect(standing(ane)).toBe('inPool');
    expect(due(ane.waitsUntil('2023-03-06T14:59:59Z'), answer)).toEqual([]);
    expect(due(ane.waitsUntil('2023-03-06T15:00:00Z'), answer)).toEqual(['pooled']);
    ane.does('recordForwarding', { to: 'ownGp' });
    expect([standing(ane), openOf(ane)]).toEqual(['forwarded', []]);
    expect(due(ane.waitsUntil('2023-03-23T07:00:00Z'), answer)).toEqual(['unanswered']);
    expect(openOf(ane.does('reopenRequest', { reason: 'Blev ikke sendt' }))).toEqual([`${answer}.open.pooled.due`]);
  });

  it('is watched as in a pool where nobody knows the unit, and asked about at once where it cannot answer', () => {
    const unknown = citizen().hears(requestTold('unhandled', noon(1), { to: ['unknown'] }));
    expect(due(unknown.waitsUntil('2023-03-06T15:00:00Z'), answer)).toEqual(['pooled']);
    const lost = citizen()
      .hears(requestTold('unhandled', noon(1), { to: ['noWay'] }))
      .waitsUntil(noon(1));
    expect(due(lost, answer)).toEqual(['lost']);
    const nobody = citizen()
      .hears(requestTold('unhandled', noon(1), { to: [] }))
      .waitsUntil(noon(1));
    expect(due(nobody, answer)).toEqual(['lost']);
  });

  it('follows the unit and not the home, for each unit addressed', () => {
    const ane = citizen().hears(requestTold('unhandled', noon(1), { to: ['west', 'east', 'gp', 'noWay', 'unknown'] }));
    expect(shown(ane)?.addressedTo.map(({ route }) => route)).toEqual([
      'autoForward',
      'pool',
      'practice',
      'noWay',
      'unknown',
    ]);
    expect(standing(ane)).toBe('awaitingAnswer');
  });

  it('is rejected in the West and forwarded: unseen in KMD Nexus, which is a task at once; nobody reminds the GP yet', () => {
    const told = requestTold('cancelled', noon(2), { to: ['west'], ...kmd }, reason('Behandlingen er afsluttet'));
    const ane = citizen().hears(requestTold('unhandled', noon(1), { to: ['west'], ...kmd }), told);
    expect([standing(ane), due(ane, rejection)]).toEqual(['forwarded', ['unseen']]);
    expect(tasksOf(ane)[0]?.deadlineAt).toBe('2023-03-01T15:00:00.000Z');
    expect(openOf(ane.does('noteRejection'))).toEqual([]);
    expect(standing(ane)).toBe('forwarded');
    expect(openOf(ane.hears(told).waitsUntil('2023-03-23T06:59:59Z'))).toEqual([]);
    expect(due(ane.waitsUntil('2023-03-23T07:00:00Z'), answer)).toEqual(['unanswered']);
  });

  it('is to be looked up in Columna Cura, and shown by KMD Nexus where the municipality asked itself', () => {
    const west = (say: object, more: object = {}): Citizen =>
      citizen().hears(requestTold('cancelled', noon(2), { to: ['west'], ...say }, { ...reason('x'), ...more }));
    expect(due(west(cura), rejection)).toEqual(['lookUp']);
    expect(due(west({}), rejection)).toEqual(['unseen']);
    const own = { ...kmd, isMunicipalitys: true };
    expect(due(west(own, { createdBy: 'Sygeplejerske' }), rejection)).toEqual([]);
    expect(due(west(own), rejection)).toEqual(['unseen']);
  });

  it('asks the new municipality after a move, whose care record nobody knows', () => {
    const ane = citizen().hears(requestTold('cancelled', noon(2), { to: ['west'], ...cura }, reason('x')));
    ane.does('moveMunicipality', { organisationId: '5a1ee3ac-9e2b-4b36-8d4c-2c2c0b8d5f10', from: '2023-03-01' });
    expect(tasksOf(ane)).toMatchObject([
      { key: `${rejection}.open.unseen.due`, organisationId: '5a1ee3ac-9e2b-4b36-8d4c-2c2c0b8d5f10' },
    ]);
  });
});

describe('a rejection', () => {
  it.each([
    ['Behandlingen er afsluttet', 'reconcileOrder'],
    ['Receptfornyelsen kræver konsultation', 'bookConsultation'],
    ['Kontakt egen læge hvis recept ønskes', 'readdress'],
    ['Recepten skal fornys der, hvor du går til kontrol', 'readdress'],
    ['Recepten skal fornys af den læge, der sidst udskrev medicinen', 'readdress'],
    ['Fornyes ikke. Der findes allerede en gyldig recept', 'verifyPrescription'],
    ['Medicinen udleveres fra hospital', 'mixRegimen'],
    ['Medicinen kan købes i håndkøb', 'withoutSubsidy'],
    ['Noget, som ingen har skrevet før', 'readReason'],
  ])('“%s” has a next step, and is closed by a person who has taken it', (text, step) => {
    const ane = citizen().hears(requestTold('cancelled', noon(2), { by: 'gp' }, reason(text)));
    expect([standing(ane), due(ane, rejection)]).toEqual(['rejected', [step]]);
    ane.does('noteRejection');
    expect([standing(ane), openOf(ane)]).toEqual(['noted', []]);
    expect(due(ane.does('reopenRequest', { reason: 'Ikke sket' }), rejection)).toEqual([step]);
  });

  it('of the East is none of the West’s: it waits for a person, also after a GP had it', () => {
    const ane = citizen().hears(requestTold('cancelled', noon(2), { to: ['east'], ...kmd }, reason('x')));
    expect([standing(ane), due(ane, rejection)]).toEqual(['rejected', ['readReason']]);
    ane.does('recordForwarding', { to: 'ownGp' });
    expect([standing(ane), openOf(ane)]).toEqual(['forwarded', []]);
    ane.hears(requestTold('cancelled', noon(3), { by: 'gp' }, reason('Receptfornyelsen kræver konsultation')));
    expect([standing(ane), due(ane, rejection)]).toEqual(['rejected', ['bookConsultation']]);
  });

  it('that came too early waits until four weeks before the prescription runs out, and is asked about then', () => {
    const early = reason('Det er for tidligt at få en ny recept');
    const ane = citizen(1, '2023-05-01T10:00:00Z').hears(requestTold('cancelled', noon(2), { by: 'gp' }, early));
    expect([standing(ane), openOf(ane)]).toEqual(['postponed', []]);
    expect(due(ane.waitsUntil('2023-04-03T10:00:00Z'), rejection)).toEqual(['askAgain']);
    const unknown = new Citizen(noon(1)).hears(requestTold('cancelled', noon(2), { by: 'gp' }, early));
    expect(due(unknown, rejection)).toEqual(['askAgain']);
  });

  it('is none where whoever made the request took it back', () => {
    const ane = citizen().hears(requestTold('cancelled', noon(2), {}, reason('Receptanmodning fortrudt')));
    expect([standing(ane), openOf(ane)]).toEqual(['regretted', []]);
    expect(due(ane.does('reopenRequest', { reason: 'Borgeren bruger det' }), rejection)).toEqual(['readReason']);
  });
});

describe('is closed (C7)', () => {
  it('by a dose prescription of the drug that outlives the old one, and open again if that is taken back', () => {
    const ane = citizen().hears(requestTold('unhandled', noon(1)), renewal('open', 2, noon(31)));
    expect(standing(ane)).toBe('awaitingAnswer');
    expect(standing(ane.hears(renewal('open', 3)))).toBe('renewed');
    expect(standing(ane.hears(renewal('cancelled', 4)))).toBe('awaitingAnswer');
  });

  it('by the renewal that came before the word of the request', () => {
    expect(standing(citizen().hears(renewal('open', 2), requestTold('unhandled', noon(1))))).toBe('renewed');
  });

  it.each([
    ['recordGpHandling', 'handledByGp'],
    ['closeRequest', 'closed'],
  ])('by a person, who can take it back: %s', (command, stage) => {
    const ane = citizen()
      .hears(requestTold('unhandled', noon(1)))
      .does(command, { reason: 'Aftalt' });
    expect([standing(ane), ane.request.state.snapshot.hasTag('closed')]).toEqual([stage, true]);
    expect(standing(ane.does('reopenRequest', { reason: 'Alligevel ikke' }))).toBe('awaitingAnswer');
  });

  it('and is reopened by a person over what FMK said, until FMK says something else', () => {
    const ane = citizen().hears(requestTold('prescribed', noon(1), {}, { issuedPrescriptionId: 'ordinary' }));
    expect(standing(ane.does('reopenRequest', { reason: 'Det er ikke en dosisrecept' }))).toBe('awaitingAnswer');
    ane.hears(requestTold('prescribed', noon(2), {}, { issuedPrescriptionId: 'dose' }));
    expect(standing(ane)).toBe('prescribed');
  });
});

it('waits until a date that a person names, but never past the last cut-off, and not over news', () => {
  const ane = citizen().hears(requestTold('unhandled', noon(1)));
  expect(() => ane.does('postponeRequest', { until: '2023-03-29', reason: 'Ferie' })).toThrow('cut-off');
  ane.does('postponeRequest', { until: '2023-03-28', reason: 'Ferie' });
  expect([standing(ane), openOf(ane)]).toEqual(['postponed', []]);
  expect(due(ane.waitsUntil('2023-03-28T06:00:00Z'), answer)).toEqual(['unanswered']);
  const ben = citizen().hears(requestTold('unhandled', noon(1)));
  ben.does('postponeRequest', { until: '2023-03-28', reason: 'Ferie' });
  expect(due(ben.hears(requestTold('cancelled', noon(2), { by: 'gp' }, reason('x'))), rejection)).toEqual([
    'readReason',
  ]);
});

it('comes to the same whatever the order and however often FMK is read', () => {
  const story = [
    requestTold('unhandled', noon(1), { to: ['west'], ...kmd }),
    requestTold('cancelled', noon(2), { to: ['west'], ...kmd }, reason('Behandlingen er afsluttet')),
    requestTold('unhandled', noon(2), { to: ['gp'], ...kmd }, { forwardedToOwnGp: true, version: 2 }),
    requestTold('cancelled', noon(3), { to: ['gp'], by: 'gp', ...kmd }, reason('Receptfornyelsen kræver konsultation')),
    roll,
    renewal('open', 4),
    renewal('cancelled', 5),
  ];
  const told = (facts: readonly Message[]): unknown[] => {
    const { request, open, world } = citizen(6).hears(...facts);
    const { armed: _, ...known } = request.state.snapshot.context as RequestContext;
    const root = world.family[0]?.state.snapshot.context as { requests?: unknown } | undefined;
    return [request.state.snapshot.value, known, open, root?.requests];
  };
  expect(told(story)[0]).toMatchObject({ request: 'rejected' });
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...story, ...story], { minLength: 2 * story.length, maxLength: 2 * story.length }),
      (facts) => expect(told(facts)).toEqual(told(story)),
    ),
    { numRuns: 60, seed: 20230301 },
  );
});

describe('and the case', () => {
  const expiring = 'dose-dispensing.planning.open.prescriptionExpiring.due';
  const inTime = [roll, period('Planlagt', noon(2), { periodId: 'b', startDate: '2023-03-20', endDate: '2023-04-02' })];

  it('does not ask for a renewal that a living request asks for already, and does when it is rejected', () => {
    const ane = citizen(10).hears(...inTime);
    expect(ane.open).toContain(expiring);
    expect(ane.hears(requestTold('unhandled', noon(10))).open).not.toContain(expiring);
    expect(ane.hears(requestTold('cancelled', noon(11), { by: 'gp' }, reason('x'))).open).toContain(expiring);
    expect(ane.does('closeRequest', { reason: 'Ny anmodning' }).open).toContain(expiring);
  });

  it('does not take a request for an ordinary prescription for a renewal', () => {
    const ane = citizen(10).hears(...inTime, requestTold('unhandled', noon(10), {}, { doseDispensed: false }));
    expect(ane.open).toContain(expiring);
  });

  it('rests its request while a death stands or it is closed, and wakes it after', () => {
    const ane = citizen(9).hears(fact('STIN', noon(9)), fact('MORS', noon(9)));
    ane.hears(requestTold('cancelled', noon(9), { by: 'gp' }, reason('x')));
    expect(ane.open).toEqual(['dose-dispensing.death.reported.due']);
    ane.hears(fact('MORS', noon(9), { change: 'cancelled' }));
    expect(due(ane, rejection)).toEqual(['readReason']);
    expect(due(ane.does('voidCase', { reason: 'Forkert borger' }), rejection)).toEqual([]);
    expect(due(ane.does('restoreVoided', { reason: 'Rigtig borger' }), rejection)).toEqual(['readReason']);
  });
});

describe('is counted once, by its way and by what the care record shows', () => {
  const counted = (of: Citizen): unknown =>
    prescriptionRequestV1
      .statistics?.(of.request.state.snapshot.context as RequestContext as never)
      .map(({ kind }) => kind);

  it('in the East in a pool, in the West forwarded, and with the hardest of several ways', () => {
    expect(counted(citizen().hears(requestTold('unhandled', noon(1), { to: ['east'] })))).toEqual([
      'request.pool.notRejected',
    ]);
    expect(counted(citizen().hears(requestTold('unhandled', noon(1), { to: ['gp', 'west'] })))).toEqual([
      'request.autoForward.notRejected',
    ]);
  });

  it('rejected where nobody in the municipality sees it', () => {
    const told = requestTold('cancelled', noon(2), { to: ['west'], ...kmd }, reason('Kontakt egen læge'));
    expect(counted(citizen().hears(told))).toEqual(['request.autoForward.invisible']);
  });
});
