/** A citizen's case under rules that are proposed, or change while it runs. */
import { Citizen } from '../../test/support/citizen.ts';
import { combined } from '../policy/in-force.ts';

const at = '2023-03-01T12:00:00.000Z';
const noConsent = combined(['option-no-consent']);
const firstChoice = combined(['option-first-choice']);
const ministry = combined(['proposed-2024-ministry']);
const identified = (): Citizen => new Citizen(at, { entry: 'identified' });
const consentOf = (citizen: Citizen): unknown => citizen.region('consent');

describe('consent', () => {
  it('is no longer asked for from the first decision after it is abolished, and asked for again when it is required', () => {
    const citizen = identified().under(noConsent);
    expect(consentOf(citizen)).toEqual({ open: 'due' });
    expect(consentOf(citizen.does('countStock', { lastsUntil: '2023-03-20' }))).toBe('notRequired');
    citizen.under(combined([])).does('countStock', { lastsUntil: '2023-03-21' });
    expect(consentOf(citizen)).toEqual({ open: 'due' });
  });

  it('that was given stays given when it is abolished', () => {
    const consent = { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on: '2023-03-01' };
    const citizen = identified().does('giveConsent', consent).under(noConsent);
    expect(consentOf(citizen.does('countStock', { lastsUntil: '2023-03-20' }))).toBe('given');
  });
});

describe('where dose packing is the first choice', () => {
  const optOut = { reason: 'citizenDeclines' };

  it('going without it needs a reason in words, before the start and while it runs', () => {
    const found = identified().under(firstChoice);
    expect(() => found.does('giveUpStart', optOut)).toThrow('write why');
    expect(found.does('giveUpStart', { ...optOut, text: 'Vil selv dosere' }).region('course')).toBe('ended');
    const running = new Citizen(at).under(firstChoice);
    expect(() => running.does('planEnding', { ...optOut, text: '  ' })).toThrow('write why');
    expect(running.does('planEnding', { ...optOut, text: 'Vil selv dosere' }).region('course')).toBe('ending');
  });

  it('a reason that is a fact needs no more words', () => {
    const running = new Citizen(at).under(firstChoice);
    expect(running.does('planEnding', { reason: 'moved' }).region('course')).toBe('ending');
  });

  it('and where it is not, the reason alone is enough', () => {
    expect(identified().does('giveUpStart', optOut).region('course')).toBe('ended');
  });
});

describe('under the ministry’s proposal', () => {
  it('stability must be expected to last, not only have been (R32)', () => {
    const stability = { stableBackward: true, stableForward: false, changePlanned: false };
    expect(identified().does('stateStability', stability).does('assessSuited').region('suitability')).toBe('suited');
    const proposed = identified().under(ministry).does('stateStability', stability);
    expect(() => proposed.does('assessSuited')).toThrow('nobody has stated');
  });
});
