import { current } from './current.ts';
import { combined, policyChanges, policyInForce } from './in-force.ts';
import { tariffOn } from '../tariff-on.ts';

const noon = (date: string): string => `${date}T12:00:00.000Z`;
const rules = {
  introductions: [
    { policy: 'option-no-consent', from: '2027-07-01' },
    { policy: 'proposed-2024-ministry', from: '2027-01-01', to: '2028-01-01' },
  ],
  tariffs: [],
};

describe('the rules in force', () => {
  it('are those of today until something is introduced', () => {
    expect(policyInForce(noon('2026-11-22'))).toEqual(current);
    expect(policyInForce(noon('2026-12-31'), rules)).toEqual(current);
  });

  it('change on Danish dates, not at midnight in UTC', () => {
    expect(policyInForce('2026-12-31T22:59:59.999Z', rules).id).toBe('current');
    expect(policyInForce('2026-12-31T23:00:00.000Z', rules).id).toBe('current+proposed-2024-ministry');
  });

  it('combine what is in force by date, and go on without what has ended', () => {
    expect(policyInForce(noon('2027-08-01'), rules)).toMatchObject({
      id: 'current+proposed-2024-ministry+option-no-consent',
      consentRequired: false,
      pharmacyMayInitiate: true,
      gpGate: 'informed',
      municipalPayerAllowed: true,
    });
    expect(policyInForce(noon('2028-01-01'), rules)).toEqual({
      ...current,
      id: 'current+option-no-consent',
      consentRequired: false,
    });
  });

  it('stop a version that does not know a set in force, and name the set', () => {
    const unknown = { introductions: [{ policy: 'law-of-2030', from: '2030-01-01' }], tariffs: [] };
    expect(policyInForce(noon('2029-12-31'), unknown)).toEqual(current);
    expect(() => policyInForce(noon('2030-01-01'), unknown)).toThrow('law-of-2030');
  });

  it('have the same name and content whatever the order in which sets are named', () => {
    const ids = policyChanges.map(({ id }) => id);
    expect(combined(ids.toReversed())).toEqual(combined(ids));
  });
});

describe('the sets shipped', () => {
  it('never say different things of one rule, so that their order makes no difference', () => {
    const said = policyChanges.flatMap(({ rules: changes }) => Object.keys(changes));
    expect(said.toSorted()).toEqual([...new Set(said)].toSorted());
  });

  it('leave the GP’s time to refuse off, one by one and together (§8.1.16)', () => {
    const ids = policyChanges.map(({ id }) => id);
    for (const sets of [[], ...ids.map((id) => [id]), ids]) expect(combined(sets).vetoWindow).toBe(false);
  });

  it('change what they are about and nothing else (C6)', () => {
    const changedBy = (id: string): string[] => {
      const set = combined([id]);
      return Object.keys(set).filter((key) => key !== 'id' && set[key as 'id'] !== current[key as 'id']);
    };
    expect(changedBy('proposed-2025-medcom-plo')).toEqual(['maySubstituteOutsideGroup']);
    expect(changedBy('option-no-consent')).toEqual(['consentRequired']);
    expect(changedBy('option-first-choice')).toEqual(['firstChoice']);
    expect(changedBy('option-delivery-fee')).toEqual(['deliveryFeeCovered']);
    expect(changedBy('proposed-2024-ministry').toSorted()).toEqual([
      'forwardStabilityRequired',
      'gpGate',
      'maxRePrescriptions',
      'municipalPayerAllowed',
      'pharmacyMayInitiate',
    ]);
  });
});

it('takes the tariff of the day, and the first one before it', () => {
  const [first] = current.tariffs;
  if (!first) throw new Error('Expected a tariff');
  const later = { ...first, id: 'later', validFrom: '2027-04-01' };
  const idOn = (date: string): string => tariffOn(date, [later, first]).id;
  expect(['2010-01-01', '2027-03-31', '2027-04-01'].map(idOn)).toEqual([first.id, first.id, 'later']);
});
