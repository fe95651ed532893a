import { writeDigest } from './write.ts';

const to = { organisation: 'Lægehuset Eksempel', link: 'https://dosisflow.example.dk/' };

it('says how many wait, how urgent they are, and where they are seen', () => {
  const { subject, text } = writeDigest({ tasks: 12, overdue: 3, dueToday: 2 }, to);
  expect(subject).toBe('Dosisflow: 12 opgaver venter');
  expect(text).toContain(
    '12 opgaver venter på Lægehuset Eksempel i Dosisflow.\nHeraf: 3 har overskredet fristen, og 2 skal løses i dag.\n',
  );
  expect(text).toContain('Se dem her: https://dosisflow.example.dk/\n');
});

it('says no more of one that is not urgent, and names no address that nobody knows', () => {
  const { subject, text } = writeDigest({ tasks: 1, overdue: 0, dueToday: 0 }, { ...to, link: undefined });
  expect(subject).toBe('Dosisflow: 1 opgave venter');
  expect(text).not.toMatch(/Heraf|http/);
  expect(text).toContain('Log ind i Dosisflow');
});
