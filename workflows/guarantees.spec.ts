import { allGuarantees } from '../scripts/verify-workflows/guarantees.ts';
import { unshown } from '../scripts/verify-workflows/rules.ts';
import { allSubjects } from '../scripts/verify-workflows/subjects.ts';
import { unguarded } from '../scripts/verify-workflows/unguarded.ts';
import { findDamage, verify } from '../scripts/verify-workflows/verify.ts';
import { allDefinitions } from './registry.ts';

describe.each(allSubjects)('$name', (subject) => {
  it('keeps its guarantees whatever facts, commands and timers come, in any order', async () => {
    expect((await verify(subject)).failures).toEqual([]);
  }, 300_000);

  it.each(subject.mutations)('finds out that $damage ($breaks)', (mutation) => {
    const { breaks: check, alphabet, path } = mutation;
    const sentence = expect.stringContaining(mutation.sentence);
    expect(findDamage(subject, mutation)).toEqual({ alphabet, check, sentence, path });
  });
});

it('walks every chart and pair for every guarantee, or says why it has nothing to say of them', () => {
  expect(unguarded(allSubjects)).toEqual([]);
  expect(unguarded(allSubjects.map((subject) => ({ ...subject, silent: {} })))).toContain(
    'Expected a walk of case and rolls for C5, or why there is none',
  );
});

it('walks every rule that a set changes and some chart looks at, as the set has it', () => {
  expect(unshown(allSubjects)).toEqual([]);
  const asToday = allSubjects.filter(({ name }) => name !== 'substitution' && name !== 'case and substitution');
  expect(unshown(asToday)).toEqual(['Expected some walk to look at maySubstituteOutsideGroup, but none does']);
  expect(unshown(allSubjects.map(({ looksAt: _, ...subject }) => subject))).not.toEqual([]);
});

it('walks every chart, and breaks every guarantee once', () => {
  const walked = new Set(allSubjects.flatMap(({ charts }) => charts));
  expect(allDefinitions.filter((definition) => !walked.has(definition))).toEqual([]);
  const broken = new Set(allSubjects.flatMap(({ mutations }) => mutations.map(({ breaks }) => breaks)));
  expect(allGuarantees.map(({ id }) => id).toSorted()).toEqual([...broken].toSorted());
});
