import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from './identifiers.ts';

describe('sorOf', () => {
  it.each([
    '265161000016000',
    '953741000016009',
    '399841000016000',
    '502701000016000',
    '923071000016002',
    '313621000016005',
    '308281020066042',
  ])('accepts %s', (sor) => expect(sorOf(sor)).toBe(sor));

  it.each(['', '95374100001600', '9537410000160099', '95374100001600X', ' 953741000016009'])('refuses "%s"', (text) =>
    expect(sorOf(text)).toBeUndefined(),
  );
});

describe('glnOf', () => {
  it.each([
    '5790001348120',
    '5790000209354',
    '5790001392840',
    '5790002003325',
    '5790002411113',
    '5790000170609',
    '5790000173525',
  ])('accepts %s', (gln) => expect(glnOf(gln)).toBe(gln));

  it.each(['5790001348121', '5790001348210', '579000134812', '57900013481200', ''])('refuses "%s"', (text) =>
    expect(glnOf(text)).toBeUndefined(),
  );
});

describe('ydernummerOf', () => {
  it.each([
    ['66974', '066974'],
    ['18244', '018244'],
    ['061069', '061069'],
  ])('pads %s to %s', (text, ydernummer) => expect(ydernummerOf(text)).toBe(ydernummer));

  it.each(['', '000000', '1234567', '6697A'])('refuses "%s"', (text) => expect(ydernummerOf(text)).toBeUndefined());
});

describe('municipalityCodeOf', () => {
  it.each([
    ['101', '0101'],
    ['0101', '0101'],
    ['751', '0751'],
  ])('pads %s to %s', (text, code) => expect(municipalityCodeOf(text)).toBe(code));

  it.each(['', '0000', '12', '01010', 'O101'])('refuses "%s"', (text) =>
    expect(municipalityCodeOf(text)).toBeUndefined(),
  );
});
