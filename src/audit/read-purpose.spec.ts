import { readPurpose } from './read-purpose.ts';

describe('readPurpose', () => {
  it.each([
    ['municipalNurse', 'treatment'],
    ['gp', 'treatment'],
    ['coordinator', 'coordination'],
    ['administrator', 'operation'],
    ['client', 'operation'],
  ])('for %s is %s unless the request says otherwise', (role, purpose) =>
    expect(readPurpose(undefined, role)).toBe(purpose),
  );

  it('is what the header says', () => expect(readPurpose('treatment', 'coordinator')).toBe('treatment'));

  it('refuses a purpose of its own invention', () =>
    expect(() => readPurpose('curiosity', 'gp')).toThrow('Expected the header Dosisflow-Purpose to be treatment'));
});
