/** Who the citizens of the demonstration are: nobody. The same number is always the same person. */
import { birthDate, checkCpr } from '../../src/kernel/cpr.ts';
import type { Cpr } from '../../src/kernel/cpr.ts';
import type { CareSetting } from '../../src/db/tables.ts';
import { municipalities } from '../../src/directory/reference/municipalities.ts';
import { populations } from '../../src/directory/reference/populations.ts';
import { Draw } from '../simulate/draw.ts';

export interface ArtificialPerson {
  cpr: Cpr;
  name: string;
  careSetting: CareSetting;
}

const women = [
  'Inger',
  'Karla',
  'Ruth',
  'Gerda',
  'Birthe',
  'Lis',
  'Ellen',
  'Tove',
  'Grethe',
  'Jytte',
  'Else',
  'Kirsten',
] as const;
const men = [
  'Svend',
  'Poul',
  'Aage',
  'Knud',
  'Erik',
  'Børge',
  'Villy',
  'Ejner',
  'Orla',
  'Helge',
  'Kaj',
  'Niels',
] as const;
/** No Danish surnames: whoever sees one sees that it is made up. */
const invented = ['Prøve', 'Kunst', 'Test', 'Eksempel', 'Demo', 'Opdigt'] as const;
const endings = ['sen', 'gaard', 'lund', 'holm', 'bæk', 'dal', 'mark', 'skov'] as const;

/** From 1937 to 1964, of those years that a ninth in the seventh place puts into the last century. */
const [firstBorn, daysOfBirth] = [Date.UTC(1937, 0, 1), 10_227];
/** Prime to the days: the first 10,227 numbers each have a day of their own. */
const step = 7_919;

export function personOf(number: number): ArtificialPerson {
  const cpr = artificialCpr(number);
  const draw = new Draw('demonstration').for(number);
  const first = Number(cpr[9]) % 2 === 0 ? draw.pick('first', women) : draw.pick('first', men);
  const name = `${first} ${draw.pick('invented', invented)}${draw.pick('ending', endings)}`;
  const lives = draw.fraction('lives');
  return { cpr, name, careSetting: lives < 0.66 ? 'homeCare' : lives < 0.9 ? 'careHome' : 'socialHousing' };
}

/**
 * Fails the check digit, as MedCom's test citizens do: numbers of those born before 1965 were all issued with a right one, so
 * that none of these is anybody's.
 */
function artificialCpr(number: number): Cpr {
  const born = new Date(firstBorn + ((number * step) % daysOfBirth) * 86_400_000).toISOString();
  const day = `${born.slice(8, 10)}${born.slice(5, 7)}${born.slice(2, 4)}`;
  const serial = 9_500 + Math.floor(number / daysOfBirth) * 4 + (number % 2) * 2;
  for (const digits of [serial, serial + 1]) {
    const checked = checkCpr(`${day}${digits}`);
    if (checked.kind === 'validNoMod11' && birthDate(checked.cpr) === born.slice(0, 10)) return checked.cpr;
  }
  throw new Error(`Expected an artificial number for the citizen ${number}`);
}

/** Where the development accounts work: of middling size, in a region of the West. */
export const homeCode = '0479';
/** Enough for a nurse's day, whatever number of citizens there is. */
const atHome = 60;

/** Those 75 and older, added up: a citizen of a drawn place among them lives in that municipality. */
const weighed = municipalities.reduce<{ code: string; until: number }[]>((sums, { code }) => {
  const before = sums.at(-1)?.until ?? 0;
  return [...sums, { code, until: before + (populations.get(code)?.aged75In2026 ?? 0) }];
}, []);

/** The municipality's code: the first live where the development accounts work, each municipality has one, the others as people do. */
export function municipalityOf(number: number): string {
  if (number < atHome) return homeCode;
  const each = municipalities[number - atHome];
  if (each) return each.code;
  const place = new Draw('demonstration').for(number).fraction('lives where') * (weighed.at(-1)?.until ?? 0);
  return weighed.find(({ until }) => place < until)?.code ?? homeCode;
}
