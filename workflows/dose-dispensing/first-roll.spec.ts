import { availability } from '../../src/engine/availability.ts';
import { decide, open, withEnv } from '../../src/engine/decide.ts';
import { readData } from '../../src/engine/message-schema.ts';
import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { rollTold } from '../../scripts/verify-workflows/period-facts.ts';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import { envAt } from '../../scripts/verify-workflows/walk.ts';
import type { Env, JsonObject, Message } from '../definition.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const drugId = '28100009555';
const stability = { stableBackward: true, stableForward: true, changePlanned: false };
const consent = { answeredBy: 'relative', form: 'written', scope: 'dosePacking', on: '2023-03-01' };
const withdrawal = { answeredBy: 'guardian', form: 'spoken', on: '2023-03-01' };
const drug = { drugId, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };

const found = (): Citizen => new Citizen(noon(1), { entry: 'identified' });
const agreements: [string, JsonObject][] = [
  ['stateStability', stability],
  ['assessSuited', {}],
  ['giveConsent', consent],
  ['agreePayer', { payer: 'citizen' }],
  ['recordDrug', drug],
];
const agreedBut = (left: string): Citizen =>
  agreements.reduce((citizen, [type, data]) => (type === left ? citizen : citizen.does(type, data)), found());
const agreed = (): Citizen => agreedBut('nothing');
const prescription = (status: string, day: number, more: JsonObject = {}): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), { prescriptionId: 'p1', drugId, status, ...more });
const ready = (): Citizen => agreed().hears(prescription('open', 1));
const notSuited = (change: 'created' | 'removed', day: number, more: JsonObject = {}): Message =>
  message('fact', 'notSuitedObserved', noon(day), { registrationId: 'n', from: noon(1), change, ...more });
const roll = (): Message => rollTold('a', noon(2), { stage: 'dispensed' });

function contextOf({ world }: Citizen): DoseContext {
  return world.family[0]?.state.snapshot.context as DoseContext;
}

function refusal({ world }: Citizen, type: string, data: JsonObject = {}, rules: Partial<PolicySet> = {}) {
  const snapshot = world.family[0]?.state.snapshot;
  if (!snapshot) throw new Error('Expected a case');
  const env: Env = { ...envAt(world.at), policy: { ...envAt(world.at).policy, ...rules } };
  const spec = doseDispensingV1.messages[type];
  const [role = 'municipalNurse'] = spec?.kind === 'command' ? spec.roles : [];
  return availability(doseDispensingV1, withEnv(snapshot, env), type, role, data)?.message.en;
}

describe('from the first word to the first roll', () => {
  it('lets a statement and a start date be taken back', () => {
    const citizen = found().does('stateStability', stability).does('withdrawStability', { reason: 'another citizen' });
    expect(contextOf(citizen).stability).toBeUndefined();
    expect(refusal(citizen, 'assessSuited')).toContain('nobody has stated');
    expect(refusal(citizen, 'withdrawStability')).toContain('nobody has stated the stability');
    const dated = ready().does('countStock', { lastsUntil: '2023-03-20' });
    expect(contextOf(dated).start.startsOn).toBe('2023-03-21');
    expect(contextOf(dated.does('withdrawStartDate', { reason: 'miscounted' })).start).toEqual({});
  });

  it('is not ready once the price list takes the D mark of a packed drug, until it is given back', () => {
    const product = (change: string, day: number): Message =>
      message('fact', 'productChanged', noon(day), { drugId, change });
    const citizen = ready().hears(product('dMarkLost', 2));
    expect(citizen.region('course')).toEqual({ starting: 'lapsed' });
    expect(citizen.hears(product('restored', 3)).region('course')).toEqual({ starting: 'ready' });
  });

  it('asks for each thing, and is ready when the last of them is there', () => {
    const citizen = found();
    expect(citizen.region('course')).toEqual({ starting: 'identified' });
    expect(citizen.open).toEqual([
      'dose-dispensing.consent',
      'dose-dispensing.fee',
      'dose-dispensing.foundation.underway.firstRoll',
      'dose-dispensing.suitability',
    ]);
    citizen.does('stateStability', stability).does('assessSuited').does('giveConsent', consent);
    expect(citizen.open).toContain('dose-dispensing.foundation.underway.prescribing');
    citizen.does('recordDrug', drug).does('agreePayer', { payer: 'citizen' });
    expect(citizen.region('course')).toEqual({ starting: 'identified' });
    expect(citizen.hears(prescription('open', 1)).region('course')).toEqual({ starting: 'ready' });
    expect(citizen.does('confirmStarted').region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(['dose-dispensing.oldBoxes']);
    expect(citizen.does('withdrawStarted', { reason: 'tomorrow' }).region('course')).toEqual({ starting: 'ready' });
  });

  it.each<[string, (citizen: Citizen) => unknown]>([
    ['a dose prescription', (citizen) => citizen.hears(prescription('cancelled', 2))],
    [
      'a dose prescription that ran out',
      (citizen) => citizen.hears(prescription('open', 2, { validTo: noon(4) })).waitsUntil(noon(5)),
    ],
    ['a registration at FMK', (citizen) => citizen.hears(notSuited('created', 2))],
    [
      'a registration at FMK that begins',
      (citizen) => citizen.hears(notSuited('created', 1, { from: noon(3) })).waitsUntil(noon(4)),
    ],
    ['consent', (citizen) => citizen.does('withdrawConsent', withdrawal)],
    ['suitability', (citizen) => citizen.does('assessNotSuited', { reason: 'unstable' })],
    ['a D mark', (citizen) => citizen.does('recordDrug', { ...drug, isDoseDispensable: false })],
    ['structured dosage', (citizen) => citizen.does('recordDrug', { ...drug, hasStructuredDosage: false })],
    [
      'word on a drug that the GP has put on the card',
      (citizen) => citizen.hears(prescription('open', 2, { prescriptionId: 'p2', drugId: '28100001111' })),
    ],
  ])('falls back, seen by all, when %s is lost', (_, loses) => {
    const citizen = ready();
    loses(citizen);
    expect(citizen.region('course')).toEqual({ starting: 'lapsed' });
    expect(refusal(citizen, 'confirmStarted')).toContain('no longer ready to start');
    expect(citizen.open.join()).toContain('foundation.underway.firstRoll');
  });

  it('doses beside the roll what may not be packed', () => {
    const citizen = agreed().does('recordDrug', {
      ...drug,
      drugId: '28100001111',
      isDoseDispensable: false,
      dosing: 'beside',
    });
    expect(citizen.hears(prescription('open', 1)).region('course')).toEqual({ starting: 'ready' });
    expect(doseDispensingV1.packedDrugs?.(contextOf(citizen) as never)).toEqual([drugId]);
  });

  it('takes a roll that FMK shows as it is, and asks about what is missing', () => {
    const citizen = agreed().hears(roll()).does('confirmOldBoxesRemoved');
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(['dose-dispensing.foundation']);
    expect(citizen.does('acceptDiscrepancy', { reason: 'on its way' }).open).toEqual([]);
    expect(citizen.does('reopenDiscrepancy').open).toEqual(['dose-dispensing.foundation']);
    expect(citizen.hears(prescription('open', 2)).open).toEqual([]);
  });

  it('is not begun by a roll used up before, which FMK shows of an earlier time', () => {
    const used = { stage: 'dispensed', startDate: '2022-01-03', endDate: '2022-01-16' } as const;
    const citizen = agreed().hears(rollTold('old', noon(1), used));
    expect(citizen.region('course')).toEqual({ starting: 'identified' });
    const last = rollTold('last', noon(1), { ...used, startDate: '2023-02-16', endDate: '2023-03-01' });
    expect(citizen.hears(last).region('course')).toEqual({ active: 'unheld' });
  });

  it('is given up without an ending, and taken up where it was', () => {
    const citizen = agreed().does('giveUpStart', { reason: 'feeDeclined' });
    expect(citizen.region('course')).toBe('ended');
    expect(citizen.open).toEqual([]);
    expect(refusal(citizen, 'recordDrug', drug)).toBe('Expected to record a drug, but the case is closed');
    expect(citizen.does('reopen', { reason: 'a relative pays' }).region('course')).toEqual({ starting: 'identified' });
  });

  it('comes back to where it was when a death was a mistake', () => {
    const citizen = agreed().does('reportDeath', { source: 'the family' });
    expect(citizen.open).toEqual(['dose-dispensing.death.reported.due']);
    citizen.does('confirmDeath').does('confirmEnded').does('dismissDeathReport', { reason: 'another citizen' });
    expect(citizen.region('course')).toEqual({ starting: 'identified' });
  });
});

describe('suitability', () => {
  it('is a statement with author and day, backward and forward', () => {
    const citizen = found();
    expect(refusal(citizen, 'assessSuited')).toMatch(/nobody has stated that the medication is stable/);
    citizen.does('stateStability', { ...stability, stableForward: false });
    expect(contextOf(citizen).stability).toMatchObject({
      stableForward: false,
      by: { id: 'walker', role: 'municipalNurse' },
      at: noon(1),
    });
    expect(refusal(citizen, 'assessSuited')).toBeUndefined();
    expect(refusal(citizen, 'assessSuited', {}, { forwardStabilityRequired: true })).toMatch(/stable/);
    citizen.does('stateStability', { ...stability, changePlanned: true });
    expect(refusal(citizen, 'assessSuited')).toMatch(/no change is planned/);
    expect(citizen.does('assessNotSuited', { reason: 'a change is planned' }).region('suitability')).toBe('notSuited');
    expect(citizen.does('reopenSuitability', { reason: 'too soon' }).region('suitability')).toEqual({ open: 'due' });
  });

  it('follows FMK’s “not suited” while it is valid; the newest word wins', () => {
    const citizen = agreed().hears(notSuited('created', 2, { to: noon(9) }));
    expect(citizen.region('suitability')).toBe('registered');
    citizen.waitsUntil(noon(4)).hears(notSuited('removed', 4), notSuited('created', 3));
    expect(citizen.region('suitability')).toBe('suited');
    citizen.waitsUntil(noon(5));
    citizen.hears(notSuited('created', 5, { to: noon(9) }));
    expect(citizen.waitsUntil(noon(10)).region('suitability')).toBe('suited');
  });

  it('of a citizen taken over is unknown, and asked about only when something speaks against it', () => {
    const citizen = new Citizen(noon(1));
    expect(['suitability', 'consent', 'fee'].map((name) => citizen.region(name))).toEqual(Array(3).fill('unknown'));
    expect(citizen.open).toEqual([]);
    citizen.hears(notSuited('created', 1, { to: noon(9) }));
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(['dose-dispensing.foundation']);
    expect(citizen.waitsUntil(noon(10)).open).not.toContain('dose-dispensing.foundation');
  });
});

describe('consent', () => {
  it('that nobody answers comes back to the municipality after the days of the policy', () => {
    const citizen = found().does('askConsent');
    const key = 'dose-dispensing.consent.open.asked';
    expect(citizen.tasks.find((task) => task.key === key)?.deadlineAt).toBe('2023-03-15T12:00:00.000Z');
    expect(citizen.waitsUntil(noon(16)).open).toContain('dose-dispensing.consent overdue');
    expect(citizen.does('giveConsent', consent).region('consent')).toBe('given');
    expect(contextOf(citizen).consent).toMatchObject({
      answeredBy: 'relative',
      form: 'written',
      noted: { at: noon(16) },
    });
  });

  it('declined is counted with its reason, and can be taken back', () => {
    const citizen = found().does('declineConsent', { answeredBy: 'citizen', reason: 'deliveryFee' });
    expect(citizen.region('consent')).toBe('declined');
    expect(doseDispensingV1.statistics?.(contextOf(citizen) as never)).toMatchObject([
      { kind: 'consentDeclined.deliveryFee', occurredAt: noon(1) },
    ]);
    expect(citizen.does('reopenConsent', { reason: 'wrong citizen' }).region('consent')).toEqual({ open: 'due' });
  });

  it.each([
    ['given here', () => ready().does('confirmStarted')],
    ['unknown', () => new Citizen(noon(1))],
  ])('%s and withdrawn plans an orderly ending and stops nothing', (_, start) => {
    const citizen = start().does('withdrawConsent', withdrawal);
    expect(citizen.region('course')).toBe('ending');
    expect(contextOf(citizen).ending).toEqual({ reason: 'consentWithdrawn', byWithdrawal: true });
    expect(citizen.open).toContain('dose-dispensing.ending.planned.feeStopped');
    expect(refusal(citizen, 'confirmEnded')).toMatch(/ordinary prescriptions are not ready/);
  });

  it('withdrawn by mistake and taken back is what it was, and no ending is planned', () => {
    const citizen = ready().does('confirmStarted');
    const { consent } = contextOf(citizen);
    citizen.does('recordHold', { reason: 'away', from: '2023-03-01' });
    citizen.does('withdrawConsent', withdrawal).does('reopenConsent', { reason: 'wrong citizen' });
    expect(contextOf(citizen)).toMatchObject({ consent, ending: undefined });
    expect(citizen.region('consent')).toBe('given');
    expect(citizen.region('course')).toEqual({ onHold: 'openEnded' });
    expect(citizen.region('ending')).toBe('none');
  });

  it.each<[string, (citizen: Citizen) => Citizen]>([
    ['declined', (citizen) => citizen.does('declineConsent', { answeredBy: 'citizen', reason: 'other' })],
    ['given anew', (citizen) => citizen.does('giveConsent', { ...consent, answeredBy: 'guardian' })],
  ])('%s by mistake and taken back is what it was', (_, mistaken) => {
    const given = ready().does('confirmStarted');
    const before = contextOf(given).consent;
    mistaken(given).does('reopenConsent', { reason: 'wrong citizen' });
    expect(contextOf(given).consent).toEqual(before);
    expect(given.open).toEqual(['dose-dispensing.oldBoxes']);
    const withdrawn = ready().does('confirmStarted').does('withdrawConsent', withdrawal);
    mistaken(withdrawn).does('reopenConsent', { reason: 'wrong citizen' });
    expect(withdrawn.region('consent')).toBe('withdrawn');
    expect(withdrawn.region('course')).toBe('ending');
  });

  it('taken back leaves an ending that a person planned besides', () => {
    const citizen = new Citizen(noon(1))
      .does('withdrawConsent', withdrawal)
      .does('planEnding', { reason: 'citizenDeclines' });
    expect(citizen.does('reopenConsent', { reason: 'wrong citizen' }).region('course')).toBe('ending');
  });

  it('is shown as not required where the rules do not ask for it, and asked for once they do', () => {
    const at = noon(1);
    const without: Env = { ...envAt(at), policy: { ...envAt(at).policy, consentRequired: false } };
    const input = { caseId: 'c', parties: { municipality: '0101' }, data: { entry: 'identified' } };
    const { next } = open(doseDispensingV1, { env: without, ...input });
    expect(next.snapshot.value).toMatchObject({ consent: 'notRequired' });
    const any = message('command', 'stateStability', at, stability);
    const under = (env: Env): unknown => {
      const decision = decide(doseDispensingV1, next, any, env);
      return decision.kind === 'accepted' && decision.next.snapshot.value;
    };
    expect(under(without)).toMatchObject({ consent: 'notRequired' });
    expect(under(envAt(at))).toMatchObject({ consent: { open: 'due' } });
  });

  it('tells who gave it, for what, and who withdrew it when', () => {
    const citizen = found().does('giveConsent', { ...consent, useOfMedicineData: true });
    expect(contextOf(citizen).consent).toMatchObject({ scope: 'dosePacking', useOfMedicineData: true });
    expect(contextOf(citizen.does('withdrawConsent', { ...withdrawal, on: '2023-02-28' })).consent).toMatchObject({
      answer: 'withdrawn',
      answeredBy: 'guardian',
      form: 'spoken',
      on: '2023-02-28',
      before: { answer: 'given', answeredBy: 'relative', on: '2023-03-01' },
    });
    const { data } = doseDispensingV1.messages['withdrawConsent'] as { data: new () => object };
    for (const [entered, ok] of [
      [{}, false],
      [{ answeredBy: 'neighbour', form: 'spoken', on: '2023-03-01' }, false],
      [withdrawal, true],
    ] as const)
      expect(readData(data, entered).ok).toBe(ok);
  });

  it('withdrawn before anyone asked by whom is read as it was written', () => {
    const citizen = found().does('giveConsent', consent);
    const { consent: given } = contextOf(citizen);
    citizen.does('withdrawConsent', { remark: 'by phone' });
    expect(contextOf(citizen).consent).toEqual({
      ...given,
      answer: 'withdrawn',
      noted: { by: expect.anything() as object, at: noon(1) },
      before: given,
    });
  });

  it.each([
    ['given', 'giveConsent', consent],
    ['declined', 'declineConsent', { answeredBy: 'citizen', reason: 'doseFee' }],
  ])('not answered can be %s while an ending is planned for another reason', (answer, command, data) => {
    const citizen = agreedBut('giveConsent').hears(roll()).does('planEnding', { reason: 'unstable' });
    expect(citizen.open.join()).not.toContain('consent');
    expect(citizen.does(command, data).region('consent')).toBe(answer);
    expect(citizen.region('course')).toBe('ending');
    const unanswered = agreedBut('giveConsent').hears(roll()).does('planEnding', { reason: 'unstable' });
    expect(unanswered.does('cancelEnding', { reason: 'stays' }).region('consent')).toEqual({ open: 'due' });
  });

  it('can be withdrawn only where there may be one', () => {
    const declined = new Citizen(noon(1)).does('declineConsent', { answeredBy: 'citizen', reason: 'doseFee' });
    expect(refusal(declined, 'withdrawConsent')).toMatch(/there is no consent to withdraw/);
  });
});

describe('who pays', () => {
  it('is the municipality only where the legal basis is in force, for each fee apart', () => {
    const citizen = found();
    const municipality = { payer: 'municipality' };
    expect(refusal(citizen, 'agreePayer', municipality)).toBe(
      'Expected to agree who pays the dose-packing fee, but the legal basis for the municipality to pay the dose-packing fee is not in force',
    );
    const inForce = { municipalPayerAllowed: true };
    expect(refusal(citizen, 'agreePayer', municipality, inForce)).toBeUndefined();
    expect(refusal(citizen, 'agreeDeliveryPayer', municipality, inForce)).toMatch(/delivery fee is not in force/);
    // Delivery is part of a municipal payment: without one there is nothing that could cover it.
    const covered = { deliveryFeeCovered: true };
    expect(refusal(citizen, 'agreeDeliveryPayer', municipality, covered)).toMatch(/delivery fee is not in force/);
    expect(refusal(citizen, 'agreeDeliveryPayer', municipality, { ...inForce, ...covered })).toBeUndefined();
  });

  it('includes the region where subsidy is ordered, by the GP or by a pharmacist with that power', () => {
    const citizen = found().does('stateStability', stability).hears(prescription('open', 1));
    citizen.does('recordSubsidy', { orderedBy: 'prescribingPharmacist' });
    expect(contextOf(citizen).fee).toEqual({ subsidyOrderedBy: 'prescribingPharmacist' });
    expect(contextOf(citizen.does('withdrawSubsidy')).fee).toEqual({ subsidyOrderedBy: 'nobody' });
    const without = { pharmacistMayOrderDoseSubsidy: false };
    expect(refusal(citizen, 'recordSubsidy', { orderedBy: 'prescribingPharmacist' }, without)).toMatch(/order subsidy/);
    expect(refusal(citizen, 'recordSubsidy', { orderedBy: 'gp' }, without)).toBeUndefined();
  });
});

describe('dose prescriptions', () => {
  it('asked of the GP, who need not answer, come back to the municipality', () => {
    const citizen = agreed().does('askForPrescriptions', { prescriber: 'gp' });
    const asked = citizen.tasks.find(({ role }) => role === 'gp');
    expect(asked).toMatchObject({ party: 'gpPractice', basis: 'municipal', deadlineAt: '2023-03-08T12:00:00.000Z' });
    expect(citizen.waitsUntil(noon(8)).open).toContain('dose-dispensing.foundation.underway.prescribing overdue');
    citizen.does('askForPrescriptions', { prescriber: 'prescribingPharmacist' });
    expect(citizen.tasks.some(({ role }) => role === 'prescribingPharmacist')).toBe(true);
    citizen.does('declinePrescribing', { reason: 'not stable' });
    expect(citizen.open).toContain('dose-dispensing.foundation.underway.prescribing');
  });

  it('are re-prescribed as often as the rules allow, by product; subsidy is a power apart', () => {
    const citizen = agreed();
    const again = (other = drugId, rules: Partial<PolicySet> = {}) =>
      refusal(citizen, 'recordRePrescription', { drugId: other }, rules);
    expect(again()).toBeUndefined();
    citizen.world = asPharmacist(citizen, 'recordRePrescription');
    expect(again()).toMatch(/re-prescribed as often as the rules allow/);
    expect(again('28100001111')).toBeUndefined();
    expect(again(drugId, { maxRePrescriptions: 2 })).toBeUndefined();
    expect(again(drugId, { pharmacistMayOrderDoseSubsidy: true })).toMatch(/as often as/);
    citizen.world = asPharmacist(citizen, 'withdrawRePrescription');
    expect(again()).toBeUndefined();
  });
});

function asPharmacist(citizen: Citizen, type: string): Citizen['world'] {
  const given = message('command', type, citizen.world.at, { drugId });
  return citizen.hears({ ...given, by: { ...given.by, role: 'prescribingPharmacist' } }).world;
}

it('proposes a start when the stock is used and the first roll can be there', () => {
  const citizen = agreed().does('countStock', { lastsUntil: '2023-03-03' });
  expect(contextOf(citizen).start).toEqual({ stockLastsUntil: '2023-03-03', startsOn: '2023-03-08' });
  citizen.does('countStock', { lastsUntil: '2023-03-20' });
  expect(contextOf(citizen).start.startsOn).toBe('2023-03-21');
  expect(refusal(citizen, 'agreeStart', { startsOn: '2023-03-07' })).toMatch(
    /cannot have the first roll ready so soon/,
  );
  citizen.does('agreeStart', { startsOn: '2023-03-25' });
  expect(citizen.tasks.find(({ key }) => key.includes('firstRoll'))?.deadlineAt).toBe('2023-03-25T23:00:00.000Z');
});

describe('a move to another municipality', () => {
  it('on a day ahead hands the case and its open tasks over on that day, with their deadlines', () => {
    const citizen = found().does('moveMunicipality', { organisationId: '0461', from: '2023-03-03' });
    const before = citizen.tasks.map(({ key, deadlineAt }) => [key, deadlineAt]);
    expect(citizen.waitsUntil('2023-03-02T22:59:59Z').region('residence')).toBe('moving');
    expect(new Set(citizen.tasks.map(({ organisationId }) => organisationId))).toEqual(new Set(['0101']));
    citizen.waitsUntil('2023-03-02T23:00:00Z');
    expect(citizen.region('residence')).toBe('staying');
    expect(new Set(citizen.tasks.map(({ organisationId }) => organisationId))).toEqual(new Set(['0461']));
    const after = new Map(citizen.tasks.map(({ key, deadlineAt }) => [key, deadlineAt]));
    for (const [key = '', deadlineAt] of before.filter(([key]) => after.has(key as string)))
      expect(after.get(key)).toBe(deadlineAt);
  });

  it('takes the stays along, whose tasks are the new municipality’s too', () => {
    const citizen = new Citizen(noon(2)).hears(fact('STIN', noon(2), { periodStart: noon(2) }));
    citizen.does('moveMunicipality', { organisationId: '0461', from: '2023-03-02' });
    expect(citizen.tasks.map(({ key, organisationId }) => [key, organisationId])).toEqual([
      ['hospital-stay.admissionReview.open.due', '0461'],
    ]);
  });

  it('reaches a stay that was cancelled meanwhile, when the hospital tells of it again', () => {
    const admitted = (change: 'new' | 'cancelled', day: number): Message =>
      fact('STIN', noon(day), { change, periodStart: noon(1) });
    const citizen = new Citizen(noon(3)).hears(admitted('new', 1), admitted('cancelled', 2));
    citizen.does('moveMunicipality', { organisationId: 'the new one', from: '2023-03-01' }).hears(admitted('new', 3));
    expect(citizen.region('stay', citizen.stay)).toBe('inpatient');
    expect(citizen.tasks.map(({ organisationId }) => organisationId)).toEqual(['the new one']);
  });

  it('on a day gone by counts at once, and one ahead can be cancelled', () => {
    const citizen = found().does('moveMunicipality', { organisationId: '0461', from: '2023-02-20' });
    expect(contextOf(citizen).parties.municipality).toBe('0461');
    citizen
      .does('moveMunicipality', { organisationId: '0101', from: '2023-03-20' })
      .does('cancelMove', { reason: 'stays' });
    expect(citizen.waitsUntil(noon(25)).region('residence')).toBe('staying');
    expect(contextOf(citizen).parties.municipality).toBe('0461');
  });
});

it('never lets a hospital stay take readiness away by itself', () => {
  const citizen = ready().hears(fact('STIN', noon(2), { periodStart: noon(2) }));
  expect(citizen.region('course')).toEqual({ starting: 'ready' });
});

describe('old boxes at home, once the first roll is in hand (§3.6, §8.2)', () => {
  const task = 'dose-dispensing.oldBoxes';

  it('are the municipality’s to remove by the end of the first day of the roll, asked again until they are', () => {
    const citizen = ready().hears(rollTold('a', noon(2), { stage: 'planned', startDate: '2023-03-11' }));
    expect(citizen.open).not.toContain(task);
    citizen.hears(rollTold('a', noon(2), { stage: 'dispensed', startDate: '2023-03-11' }));
    expect(citizen.tasks.filter(({ key }) => key.startsWith(task))).toMatchObject([
      { role: 'municipalNurse', party: 'municipality', deadlineAt: '2023-03-11T23:00:00.000Z' },
    ]);
    expect(citizen.waitsUntil('2023-03-11T23:00:00Z').open).toContain(`${task} overdue`);
    expect(citizen.does('confirmOldBoxesRemoved').open.join()).not.toContain(task);
    expect(refusal(citizen, 'confirmOldBoxesRemoved')).toBeDefined();
    expect(citizen.does('reopenOldBoxes').open).toContain(task);
    expect(refusal(citizen, 'reopenOldBoxes')).toContain('no old boxes have been reported removed');
  });

  it('are asked about from the start that a person confirms, and no more when that is taken back or an ending planned', () => {
    const started = (): Citizen => ready().does('confirmStarted');
    expect(started().open).toContain(task);
    expect(started().does('withdrawStarted', { reason: 'not yet' }).open).not.toContain(task);
    expect(started().does('planEnding', { reason: 'citizenDeclines' }).open).not.toContain(task);
  });

  it('are not asked about of a citizen taken over, whose first roll was long ago', () => {
    const citizen = new Citizen(noon(1)).hears(rollTold('a', noon(2), { stage: 'dispensed' }));
    expect(citizen.open).not.toContain(task);
  });
});
