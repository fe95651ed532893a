import { Citizen } from '../../test/support/citizen.ts';
import type { CaseContext } from '../definition.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const midnight = (day: number): string => `2023-03-${String(day - 1).padStart(2, '0')}T23:00:00.000Z`;
const partiesOf = ({ world }: Citizen): CaseContext['parties'] | undefined =>
  (world.family[0]?.state.snapshot.context as CaseContext | undefined)?.parties;
const told = ({ lastSteps }: Citizen): object[] =>
  lastSteps.flatMap(({ decision }) => (decision.kind === 'accepted' ? decision.effects : []));

describe.each([
  ['pharmacy', 'changePharmacy', 'cancelPharmacyChange', { pharmacyId: 'new' }, 'pharmacy'],
  ['GP practice', 'changeGp', 'cancelGpChange', { gpPracticeId: 'new' }, 'gpPractice'],
] as const)('another %s', (_, change, cancel, organisation, party) => {
  const region = party === 'pharmacy' ? 'pharmacy' : 'gp';
  const changing = (): Citizen =>
    new Citizen(noon(1)).does(change, { ...organisation, from: '2023-03-10', reason: 'the citizen wishes so' });

  it('has the case from its day on, and is told then', () => {
    const citizen = changing();
    const before = partiesOf(citizen)?.[party];
    expect([citizen.region(region), told(citizen)]).toEqual(['changing', []]);
    expect(partiesOf(citizen.waitsUntil(`2023-03-09T22:59:59.000Z`))?.[party]).toBe(before);
    citizen.waitsUntil(midnight(10));
    expect([citizen.region(region), partiesOf(citizen)?.[party]]).toEqual(['staying', 'new']);
    expect(told(citizen)).toEqual([{ kind: 'notice', party, code: 'citizenTakenOver' }]);
  });

  it('may be cancelled until its day', () => {
    const citizen = changing().does(cancel, { reason: 'stays' }).waitsUntil(noon(12));
    expect([citizen.region(region), partiesOf(citizen)?.[party]]).not.toContain('new');
    expect(() => citizen.does(cancel, { reason: 'stays' })).toThrow('Expected');
  });

  it('has no part in a case that was closed before its day, until the case is opened again', () => {
    const citizen = changing().does('voidCase', { reason: 'another citizen' }).waitsUntil(noon(12));
    expect([citizen.region(region), partiesOf(citizen)?.[party] === 'new']).toEqual(['resting', false]);
    expect(() => citizen.does(change, { ...organisation, from: '2023-03-20', reason: 'moved' })).toThrow('closed');
    citizen.does('restoreVoided', { reason: 'it was the right one' });
    expect([citizen.region(region), partiesOf(citizen)?.[party]]).toEqual(['staying', 'new']);
    expect(told(citizen)).toEqual([{ kind: 'notice', party, code: 'citizenTakenOver' }]);
  });
});

it('moves a case to no other municipality while it is closed', () => {
  const citizen = new Citizen(noon(1)).does('moveMunicipality', { organisationId: '0461', from: '2023-03-10' });
  citizen.does('voidCase', { reason: 'another citizen' }).waitsUntil(noon(12));
  expect([citizen.region('residence'), partiesOf(citizen)?.municipality === '0461']).toEqual(['resting', false]);
  citizen.does('restoreVoided', { reason: 'it was the right one' });
  expect([citizen.region('residence'), partiesOf(citizen)?.municipality]).toEqual(['staying', '0461']);
});
