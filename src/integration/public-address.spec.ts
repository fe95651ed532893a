import { isPrivateHost, isPublicAddress, publicLookup } from './public-address.ts';

it.each(['8.8.8.8', '185.20.1.1', '2a02:6b8::1'])('%s is public', (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

it.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'not an address',
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

it.each(['https://127.0.0.1/x', 'https://2130706433/', 'https://0x7f.1/', 'https://[::1]/', 'https://[::ffff:a00:1]/'])(
  '%s names a private address, however it is written',
  (url) => expect(isPrivateHost(new URL(url))).toBe(true),
);

it('lets no name through that leads to this machine', async () => {
  const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, resolve));
  expect(error).toMatchObject({ name: 'PrivateAddress' });
});
