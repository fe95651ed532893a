import fc from 'fast-check';
import type { AnyStateNode } from 'xstate';
import type { Effect, StateMeta } from '../../workflows/definition.ts';
import { allDefinitions } from '../../workflows/registry.ts';
import { organisationKinds } from '../db/tables.ts';
import { mayBeTold, noticeOf, notices } from './notices.ts';

interface Said {
  code: string;
  isOfHospital: boolean;
}

/** Every notice of every chart, with whether the state that sends it rests on a hospital's message. */
function* said(node: AnyStateNode, inherited = false): Generator<Said> {
  const task = (node.meta as StateMeta | undefined)?.task;
  const isOfHospital = task ? task.basis === 'hospitalNotification' : inherited;
  for (const action of [...node.entry, ...node.exit]) {
    if (typeof action === 'object' && action.type === 'effect') {
      yield { code: (action.params as Effect).code, isOfHospital };
    }
  }
  for (const child of Object.values(node.states)) yield* said(child, isOfHospital);
}
const all = allDefinitions.flatMap(({ name, machine }) => [...said(machine.root, name === 'hospital-stay')]);

it('has words for every notice of every chart', () => {
  expect(all.length).toBeGreaterThan(30);
  expect([...new Set(all.map(({ code }) => code))].filter((code) => !Object.hasOwn(notices, code))).toEqual([]);
});

it('knows of each notice that rests on a hospital’s message that it does (P3)', () => {
  const resting = all.filter(({ isOfHospital }) => isOfHospital).map(({ code }) => code);
  expect(resting.length).toBeGreaterThan(5);
  expect(resting.filter((code) => noticeOf(code).basis !== 'hospitalNotification')).toEqual([]);
});

const receiver = fc.record({ id: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom(...organisationKinds) });
const code = fc.oneof(fc.constantFrom(...Object.keys(notices)), fc.string());

it('tells a receiver only what its legal basis covers, whatever is told to whom (P3)', () => {
  fc.assert(
    fc.property(code, receiver, fc.constantFrom('a', 'b', undefined), (about, to, municipality) => {
      const notice = noticeOf(about);
      if (!mayBeTold(notice, to, municipality)) return;
      // Of a hospital's message: nobody but the municipality that has the case.
      if (to.id !== municipality) expect(notice.basis).not.toBe('hospitalNotification');
      if (to.id !== municipality) expect(['region', 'authority']).not.toContain(to.kind);
      if (to.id !== municipality) expect(notice.text).not.toMatch(/indlæg|udskriv|sygehus|dødsfald|i bero/i);
    }),
    { numRuns: 2_000 },
  );
});

it('says nothing of a code that nobody has described', () => {
  expect(noticeOf('toString')).toMatchObject({
    basis: 'hospitalNotification',
    text: 'Noget venter. Se forløbet i Dosisflow.',
  });
});
