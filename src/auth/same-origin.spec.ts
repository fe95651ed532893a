import { mayComeFrom } from './same-origin.ts';
import type { Sent } from './same-origin.ts';

const ours = 'https://dosisflow.example.dk';
const may = (method: string, headers: Sent['headers']): boolean => mayComeFrom({ method, headers }, ours);

it('lets anyone ask for what changes nothing', () => {
  expect(may('GET', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toBe(true);
});

it.each<[string, Sent['headers']]>([
  ['both proofs', { 'sec-fetch-site': 'same-origin', origin: ours }],
  ['the newer proof alone', { 'sec-fetch-site': 'same-origin' }],
  ['the older proof alone', { origin: ours }],
])('takes a change with %s', (_, headers) => expect(may('POST', headers)).toBe(true));

it.each<[string, Sent['headers']]>([
  ['no proof', {}],
  ['a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.dk' }],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['an address that somebody typed', { 'sec-fetch-site': 'none' }],
  ['an origin that is hidden', { origin: 'null' }],
  ['two proofs that disagree', { 'sec-fetch-site': 'cross-site', origin: ours }],
  ['our origin without its encryption', { origin: 'http://dosisflow.example.dk' }],
])('refuses a change with %s', (_, headers) => expect(may('POST', headers)).toBe(false));
