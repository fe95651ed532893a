import type { AnyStateNode } from 'xstate';
import { decide, open } from '../src/engine/decide.ts';
import { message } from '../scripts/verify-workflows/moves.ts';
import { envAt } from '../scripts/verify-workflows/walk.ts';
import type { Env, Parties, StateMeta } from './definition.ts';
import { municipalNurse } from './ends-at.ts';
import { allDefinitions, definitionOf } from './registry.ts';
import type { Agreement, Route, Routing } from './routing.ts';
import { agreedCutOffOn, assigneeOf, mayBeRouted, routable, routableKinds, routingsOn } from './routing.ts';

const parties: Parties = { municipality: 'm', gpPractice: 'g', pharmacy: 'p' };
const suitability = {
  role: 'municipalNurse',
  party: 'municipality',
  routed: 'suitability',
  basis: 'municipal',
} as const;
const toPharmacy: Route = { kind: 'suitability', role: 'prescribingPharmacist', party: 'pharmacy' };

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}
const tasks = allDefinitions
  .flatMap(({ machine }) => nodesOf(machine.root))
  .flatMap(({ meta }) => (meta as StateMeta | undefined)?.task ?? []);

describe('whose a task is', () => {
  it('is as the chart says where nobody agreed', () =>
    expect(assigneeOf(suitability, parties)).toEqual({
      role: 'municipalNurse',
      party: 'municipality',
      organisationId: 'm',
    }));

  it('is as the first agreement says that binds the case’s own organisation', () => {
    const routing: Routing = [
      { ...toPharmacy, bound: ['another'] },
      { ...toPharmacy, bound: ['p'] },
    ];
    expect(assigneeOf(suitability, parties, routing)).toEqual({
      role: 'prescribingPharmacist',
      party: 'pharmacy',
      organisationId: 'p',
    });
    expect(assigneeOf(suitability, parties, routing.slice(0, 1)).party).toBe('municipality');
    expect(assigneeOf(suitability, { municipality: 'm' }, [toPharmacy]).party).toBe('municipality');
  });

  it('is the municipal nurse’s where the case has no such party', () =>
    expect(assigneeOf({ role: 'gp', party: 'gpPractice', basis: 'fmk' }, { municipality: 'm' })).toEqual({
      role: 'municipalNurse',
      party: 'municipality',
      organisationId: 'm',
    }));

  it('never leaves the municipality where it rests on a hospital notification (P3)', () => {
    const everything = routableKinds.flatMap((kind) => routable[kind].map((to): Route => ({ kind, ...to })));
    const hospitals = tasks.filter(({ basis }) => basis === 'hospitalNotification');
    expect(hospitals.length).toBeGreaterThan(5);
    for (const task of hospitals)
      expect(assigneeOf({ ...task, ...municipalNurse, routed: 'planning' }, parties, everything).party).toBe(
        'municipality',
      );
    expect(hospitals.filter(({ routed }) => routed)).toEqual([]);
  });

  it('is nobody’s whose role could not answer it', () => {
    const wrong: Route = { kind: 'consent', role: 'prescribingPharmacist', party: 'pharmacy' };
    expect(mayBeRouted(wrong)).toBe(false);
    expect(assigneeOf({ ...suitability, routed: 'consent' }, parties, [wrong]).party).toBe('municipality');
  });

  it('can be agreed for every kind that some chart has, and for no other', () => {
    const kinds = new Set(tasks.flatMap(({ routed }) => routed ?? []));
    expect([...kinds].toSorted()).toEqual(routableKinds.toSorted());
  });
});

describe('agreements in force', () => {
  const agreement = (id: string, more: Partial<Agreement>): Agreement => ({
    id,
    municipalityId: 'm',
    regionCode: undefined,
    parties: ['m', 'p'],
    routes: [toPharmacy],
    validFrom: '2026-03-01',
    validTo: undefined,
    ...more,
  });
  const municipalities = [
    { id: 'm', regionCode: '1084' },
    { id: 'n', regionCode: '1084' },
  ];
  const linesOn = (date: string, ...recorded: Agreement[]): Routing =>
    routingsOn(date, recorded, municipalities).get('m') ?? [];

  it('are those of the date, both ends included', () => {
    const dated = agreement('a', { validTo: '2026-03-31' });
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((date) => linesOn(date, dated).length)).toEqual(
      [0, 1, 1, 0],
    );
  });

  it('are as last recorded', () =>
    expect(linesOn('2026-05-01', agreement('a', {}), agreement('a', { validTo: '2026-04-01' }))).toEqual([]));

  it('count before the default of the region, which binds everyone', () => {
    const gp: Route = { kind: 'suitability', role: 'gp', party: 'gpPractice' };
    const region = agreement('r', { municipalityId: undefined, regionCode: '1084', parties: [], routes: [gp] });
    expect(linesOn('2026-05-01', region, agreement('a', {}))).toEqual([{ ...toPharmacy, bound: ['m', 'p'] }, gp]);
    expect(routingsOn('2026-05-01', [region], municipalities).get('n')).toEqual([gp]);
  });

  it('have the merged region’s default for both from 2027, before one of before, which binds those it bound', () => {
    const gp: Route = { kind: 'suitability', role: 'gp', party: 'gpPractice' };
    const byRegion = { municipalityId: undefined, parties: [] };
    const old = agreement('o', { ...byRegion, regionCode: '1084', routes: [toPharmacy] });
    const merged = agreement('r', { ...byRegion, regionCode: '1084+1085', routes: [gp], validFrom: '2027-01-01' });
    const both = [
      { id: 'm', regionCode: '1084' },
      { id: 'n', regionCode: '1085' },
    ];
    const lines = (date: string): unknown[] =>
      ['m', 'n'].map((id) => routingsOn(date, [old, merged], both).get(id) ?? []);
    expect(lines('2026-12-31')).toEqual([[toPharmacy], []]);
    expect(lines('2027-01-01')).toEqual([[gp, toPharmacy], [gp]]);
  });
});

it('moves no running task by itself, and all of them by command, with their deadlines', () => {
  const definition = definitionOf('dose-dispensing');
  const at = '2026-03-02T08:00:00.000Z';
  const agreed: Env = { ...envAt('2026-03-03T08:00:00.000Z'), routings: new Map([['m', [toPharmacy]]]) };
  const { next } = open(definition, { env: envAt(at), caseId: 'c', parties, data: { entry: 'identified' } });
  const say = (type: string, data = {}) => ({ ...message('command', type, at, data), key: type });
  const whose = (state: typeof next) => state.tasks.find(({ key }) => key.includes('suitability'));
  const counted = decide(definition, next, say('countStock', { lastsUntil: '2026-03-20' }), agreed);
  if (counted.kind !== 'accepted') throw new Error('Expected the stock to be counted');
  expect(whose(counted.next)).toEqual(whose(next));
  const moved = decide(definition, counted.next, say('rerouteTasks'), agreed);
  if (moved.kind !== 'accepted') throw new Error('Expected the tasks to be given to others');
  expect(whose(moved.next)).toMatchObject({
    role: 'prescribingPharmacist',
    organisationId: 'p',
    deadlineAt: whose(next)?.deadlineAt,
  });
  expect(moved.openTasks).toHaveLength(1);
});

it('says until when a pharmacy’s rolls can be changed: as it agreed, else as its region has it, else nothing', () => {
  const agreement = (id: string, more: Partial<Agreement>): Agreement => ({
    ...{ id, municipalityId: undefined, regionCode: undefined, parties: [], routes: [] },
    ...{ validFrom: '2026-01-01', validTo: undefined },
    ...more,
  });
  const days = (n: number) => ({ days: n, dayType: 'working', time: '12:00' }) as const;
  const agreements = [
    agreement('region', { regionCode: '1081', changeCutOff: days(5) }),
    agreement('early', { municipalityId: 'm', parties: ['m', 'p'], changeCutOff: days(4) }),
    agreement('late', { municipalityId: 'm', parties: ['m', 'p'], validFrom: '2026-03-01', changeCutOff: days(2) }),
    agreement('tasks alone', { municipalityId: 'm', parties: ['m', 'p'], validFrom: '2026-04-01' }),
    agreement('other', { municipalityId: 'n', parties: ['n', 'p'], changeCutOff: days(9) }),
  ];
  const recorded = { agreements, municipalities: [{ id: 'm', regionCode: '1081' }] };
  const on = (date: string, pharmacy: string | undefined, municipality = 'm') =>
    agreedCutOffOn(date, recorded, { municipality, pharmacy })?.days;
  expect([on('2025-12-31', 'p'), on('2026-02-28', 'p'), on('2026-03-01', 'p'), on('2026-05-01', 'p')]).toEqual([
    undefined,
    4,
    2,
    2,
  ]);
  expect([on('2026-03-01', 'q'), on('2026-03-01', undefined), on('2026-03-01', 'p', 'n')]).toEqual([
    5,
    undefined,
    undefined,
  ]);
  // Ended, it counts no more.
  const ended = { ...agreements[2], validTo: '2026-03-31' } as Agreement;
  const now = { ...recorded, agreements: [...agreements, ended] };
  expect(agreedCutOffOn('2026-04-01', now, { municipality: 'm', pharmacy: 'p' })?.days).toBe(4);
});
