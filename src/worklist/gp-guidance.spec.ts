import { guideOf } from './gp-guidance.ts';

const renewalIn = (system: Parameters<typeof guideOf>[0]): string[] =>
  guideOf(system)
    .guides.find(({ kind }) => kind === 'renewal')
    ?.steps.map(({ da }) => da) ?? [];

it('names the practice’s own system, and begins in the patient’s medicine card there', () => {
  expect(guideOf('xmo').system).toBe('XMO');
  expect(renewalIn('xmo')[0]).toBe('Åbn patientens medicinkort (FMK) i XMO.');
  expect(renewalIn(null)[0]).toBe('Åbn patientens medicinkort (FMK) i lægesystemet.');
  expect(guideOf(null)).toMatchObject({ system: null, manual: null });
});

it('names the buttons where the system’s manual is public, and links to it', () => {
  const steps = renewalIn('winplc').join('\n');
  expect(steps).toMatch(/DD Oversigt[^]*Varighed[^]*Send til apotek/);
  expect(guideOf('winplc').manual).toMatch(/^https:/);
  expect(renewalIn('novax').join('\n')).not.toMatch(/DD Oversigt|Varighed/);
});

it('says for every kind of question what is done, and that nothing is to be told but where an answer is asked for', () => {
  for (const { kind, steps } of guideOf('egClinea').guides) {
    expect([kind, steps.length > 0]).toEqual([kind, true]);
    const isAnswered = kind === 'gpWord' || kind === 'substitution';
    expect([kind, steps.at(-1)?.da.includes('skal ikke melde noget her')]).toEqual([kind, !isAnswered]);
  }
});
