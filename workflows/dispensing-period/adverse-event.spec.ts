import { period } from '../../scripts/verify-workflows/period-facts.ts';
import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { dispensingPeriodV1 } from './dispensing-period.v1.ts';

const on = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const secrets = {
  discardReason: 'Borgeren Karen Prøve er flyttet',
  drugIds: ['28100009555'],
  orderedAtPharmacy: 'Løve Apotek',
  packedAtOrganisation: 'Pakkeapoteket i Prøvestad',
};
const citizen = (): Citizen => new Citizen(on(1)).hears(period('Pakning afsluttet', on(1), secrets));
const draftOf = ({ roll }: Citizen) => dispensingPeriodV1.adverseEvent?.(roll.state.snapshot.context as never);

describe('the draft of an adverse event', () => {
  it('is refused while the roll comes as it should', () => {
    expect(() => citizen().does('draftAdverseEvent')).toThrow('the roll comes as it should');
    const received = citizen()
      .hears(period('Ekspederet', on(8), secrets))
      .does('confirmRollReceived');
    expect(() => received.waitsUntil(on(14)).does('draftAdverseEvent')).toThrow('the roll comes as it should');
  });

  it.each([
    ['late', 12, undefined],
    ['notReceived', 13, 'Ekspederet'],
    ['notDelivered', 10, 'Ikke udleveret af apoteket'],
    ['notDispensed', 10, 'Ekspederes ikke'],
    ['discarded', 10, 'Kasseres'],
  ])('says that the roll is %s', (happened, day, status) => {
    const found = citizen();
    if (status) found.hears(period(status, on(9), secrets));
    found.waitsUntil(on(day)).does('draftAdverseEvent');
    expect(draftOf(found)).toMatchObject({
      happened,
      cause: 'leveringssvigt',
      places: ['kommune', 'apotek', 'pakkeapotek'],
    });
    expect(draftOf(found.does('withdrawAdverseEvent'))).toBeUndefined();
  });

  it('tells neither who, nor where by name, nor which medicine (P1)', () => {
    const found = citizen()
      .hears(period('Kasseres', on(9), secrets))
      .does('draftAdverseEvent');
    const draft = JSON.stringify(draftOf(found));
    for (const secret of ['Karen', '28100009555', 'Løve', 'Prøvestad']) expect(draft).not.toContain(secret);
    expect(draftOf(found)?.text).toContain('Årsag: leveringssvigt');
  });

  it('is not made of a roll that is skipped under a hold, as that is expected', () => {
    const hold = { registrationId: 'r', from: on(5), change: 'created' };
    const found = citizen()
      .waitsUntil(on(5))
      .hears(message('fact', 'holdObserved', on(5), hold));
    found.hears(period('Ekspederes ikke', on(9), secrets));
    expect(() => found.does('draftAdverseEvent')).toThrow('on hold');
  });

  it('stays as it was made, whatever becomes of the roll', () => {
    const found = citizen()
      .hears(period('Kasseres', on(9), secrets))
      .does('draftAdverseEvent');
    const draft = draftOf(found);
    expect(draftOf(found.hears(period('Ekspederet', on(10), secrets)))).toEqual(draft);
  });
});
