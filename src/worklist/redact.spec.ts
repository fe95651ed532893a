import fc from 'fast-check';
import type { Viewer } from './redact.ts';
import { Restricted, covers, redact } from './redact.ts';

const owner = 'municipality';
const nurse: Viewer = { role: 'municipalNurse', organisationId: owner, organisationKind: 'municipality' };
const secret = 'FROM-A-HOSPITAL';

const others = fc.constantFrom<Viewer>(
  { role: 'gp', organisationId: 'practice', organisationKind: 'gpPractice' },
  { role: 'prescribingPharmacist', organisationId: 'pharmacy', organisationKind: 'pharmacy' },
  { role: 'hospitalWard', organisationId: 'hospital', organisationKind: 'hospital' },
  { role: 'coordinator', organisationId: owner, organisationKind: 'municipality' },
  { role: 'municipalNurse', organisationId: 'another', organisationKind: 'municipality' },
  { role: 'client', organisationId: 'vendor', organisationKind: 'supplier' },
);

/** Any view: facts of every ground at any depth, the hospital's marked by a word that occurs nowhere else. */
const view = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium' },
    fc.string().filter((text) => !text.includes('HOSPITAL')),
    fc.integer(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('node'), { maxKeys: 4 }),
    fc
      .tuple(fc.constantFrom('fmk', 'municipal', 'product', 'identity', 'wholeCpr', 'colleague'), tie('node'))
      .map(([ground, inner]) => new Restricted(ground as 'fmk', owner, inner)),
    fc
      .tuple(tie('node'), tie('node'))
      .map(
        ([inner, otherwise]) =>
          new Restricted('hospitalNotification', owner, { [secret]: inner, text: secret }, otherwise),
      ),
  ),
})).node;

it('lets no byte of a hospital’s message reach those it does not cover (P3)', () => {
  fc.assert(
    fc.property(view, others, (any, viewer) => {
      expect(JSON.stringify(redact({ any }, viewer))).not.toContain('HOSPITAL');
    }),
    { numRuns: 500 },
  );
});

it('gives them the same whatever the hospital’s message says, or that there is one', () => {
  fc.assert(
    fc.property(fc.array(view), view, others, (rest, hidden, viewer) => {
      const marked = new Restricted('hospitalNotification', owner, hidden);
      expect(redact({ items: [...rest, marked], hidden: marked }, viewer)).toEqual(redact({ items: rest }, viewer));
    }),
  );
});

it('leaves nothing out for the municipality’s own nurse', () => {
  const shown = redact({ stay: new Restricted('hospitalNotification', owner, { text: secret }, 'other') }, nurse);
  expect(shown).toEqual({ stay: { text: secret } });
});

it('shows the administrator the technical, without names', () => {
  const viewer: Viewer = { role: 'administrator', organisationId: 'supplier', organisationKind: 'supplier' };
  const shown = {
    citizen: new Restricted('identity', owner, 'Ane'),
    state: new Restricted('hospitalNotification', owner, 1),
  };
  expect(redact(shown, viewer)).toEqual({ state: 1 });
});

it.each([
  ['hospital', 'elsewhere', true],
  ['region', 'elsewhere', true],
  ['municipality', owner, true],
  ['municipality', 'elsewhere', false],
  ['pharmacy', 'elsewhere', false],
] as const)('covers an integration client of a %s in %s: %s', (organisationKind, organisationId, covered) => {
  expect(covers({ role: 'client', organisationId, organisationKind }, 'hospitalNotification', owner)).toBe(covered);
});

it('stops an answer that did not pass redact', () => {
  expect(() => JSON.stringify({ stay: new Restricted('hospitalNotification', owner, secret) })).toThrow('redact');
});
