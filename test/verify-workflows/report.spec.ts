import { C2, C9, P3, catalogue } from '../../scripts/verify-workflows/guarantees.ts';
import { hospitalStay } from '../../scripts/verify-workflows/hospital-stay.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { report } from '../../scripts/verify-workflows/report.ts';
import type { Subject } from '../../scripts/verify-workflows/subject.ts';
import { verify } from '../../scripts/verify-workflows/verify.ts';

const name = 'the whole checklist';
const checklist = hospitalStay.alphabets[name]!;
const [stay] = hospitalStay.charts;
const small: Subject = { ...hospitalStay, alphabets: { [name]: checklist }, guarantees: [C2, C9, P3], mutations: [] };

function said(subject: Subject): { lines: string[]; passed: boolean } {
  const lines: string[] = [];
  const passed = report([subject], (line) => lines.push(line));
  return { lines, passed };
}

function complaints(subject: Subject): string[] {
  return verify(subject).failures.map(({ sentence }) => sentence);
}

it('says how much was walked and which guarantees hold', () => {
  const { lines, passed } = said(small);
  expect(passed).toBe(true);
  expect(lines[2]).toMatch(/^hospital-stay: the whole checklist +130 +835 +8 +everything +C2 C9 P3 +\d+$/);
  expect(lines.at(-1)).toMatch(/^1 walks, 130 states, 835 transitions\. 0 of 0 damaged charts found out\./);
});

it('says what is broken, and the shortest way there', () => {
  const broken = mutant(stay, (chart) => delete stateAt(chart, 'checklist.newDrugs.open.due')['after']);
  const { lines, passed } = said({ ...small, charts: [broken] });
  expect(passed).toBe(false);
  expect(lines[2]).toMatch(/everything +C9 P3 +\d+$/);
  expect(lines.at(-1)).toBe(
    '\n✗ C2, hospital-stay, the whole checklist: Expected the task hospital-stay.checklist.newDrugs.open.due to end at a deadline, ' +
      'but no timer waits for it\n  by the shortest way: SLHJ',
  );
});

it('says which damage no check has seen', () => {
  const { lines, passed } = said({
    ...small,
    mutations: [
      {
        breaks: 'P3',
        damage: 'nothing is damaged',
        chart: stay.name,
        make: () => {},
        alphabet: name,
        sentence: 'Expected',
        path: [],
      },
    ],
  });
  expect(passed).toBe(false);
  expect(lines.at(-1)).toBe(
    '\n✗ P3, hospital-stay, where nothing is damaged: expected “Expected…” after the start, but the check saw nothing',
  );
});

it('does not take a walk that stopped short for a proof', () => {
  expect(complaints({ ...small, maxStates: 50 })).toContain('Expected the walk to end, but it came to 50 states');
});

it('does not take a message that does nothing for a letter', () => {
  const moves = checklist.moves.filter(({ name }) => !/^STIN|SLHJ/.test(name));
  expect(complaints({ ...small, alphabets: { [name]: { ...checklist, moves } } })).toContain(
    'Expected confirmHoldLifted to do something in some state, but no state took it',
  );
});

it('misses a timer that no walk fires', () => {
  const moves = checklist.moves.filter(({ name }) => name === 'SLHJ');
  const { timers: _, ...alphabet } = { ...checklist, moves };
  expect(complaints({ ...small, alphabets: { [name]: alphabet } })).toContain(
    'Expected the timer missingDischarge.hospital-stay.missingDischarge.watching to fire in some walk, but it never did',
  );
});

it('misses a message that no state takes, unless it is listed as ignored; and one listed that every state knows', () => {
  const never = (type: string): string =>
    `Expected some state to take ${type}, but none does, and it is not listed as ignored`;
  const all = { ...small, guarantees: [catalogue] };
  expect(complaints(all)).toEqual(expect.arrayContaining([never('deathStands'), never('leaveEndObserved')]));
  const listed = complaints({ ...all, charts: [{ ...stay, ignored: ['deathStands'] }] });
  expect(listed).not.toContain(never('deathStands'));
  expect(listed).toContain(
    'Expected deathStands to meet a state that does not know it, as it is listed as ignored, but all know it',
  );
});
