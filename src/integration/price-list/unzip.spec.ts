import { zipOf } from '../../../test/support/price-list/zip-of.ts';
import { unzip } from './unzip.ts';

const some = Buffer.from('0123456789'.repeat(100));

it('reads the text files by their names alone, and passes others over', async () => {
  const zip = await zipOf(
    new Map([
      ['takst/LMS01.TXT', some],
      ['takst/readme.pdf', some],
      ['System.txt', Buffer.from('x')],
    ]),
  );
  const unzipped = await unzip(zip);
  expect(unzipped).toEqual({
    ok: true,
    files: new Map([
      ['lms01.txt', some],
      ['system.txt', Buffer.from('x')],
    ]),
  });
});

it('does not unpack a bomb', async () => {
  const zip = await zipOf(new Map([['lms01.txt', Buffer.alloc(65 * 1024 * 1024)]]));
  expect(zip.length).toBeLessThan(200_000);
  expect(await unzip(zip)).toMatchObject({
    ok: false,
    fault: { file: 'lms01.txt', message: expect.stringContaining('bytes in all') as string },
  });
});

it('stops where a file turns out to be more than it says', async () => {
  const zip = await zipOf(new Map([['lms01.txt', Buffer.alloc(1024 * 1024)]]));
  // The size after unpacking, in the local header and in the central directory.
  for (let at = zip.indexOf(sizeOf(1024 * 1024)); at >= 0; at = zip.indexOf(sizeOf(1024 * 1024), at + 1)) {
    sizeOf(10).copy(zip, at);
  }
  expect(await unzip(zip)).toMatchObject({ ok: false });
});

it('takes no more files than a price list has', async () => {
  const zip = await zipOf(new Map(Array.from({ length: 101 }, (_, n) => [`lms${n}.txt`, Buffer.from('x')])));
  expect(await unzip(zip)).toMatchObject({
    ok: false,
    fault: { message: 'Expected at most 100 files, but there are more' },
  });
});

it('takes each file once', async () => {
  const zip = await zipOf(
    new Map([
      ['a/lms01.txt', some],
      ['b/LMS01.txt', some],
    ]),
  );
  expect(await unzip(zip)).toMatchObject({ ok: false, fault: { file: 'lms01.txt' } });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['something else', Buffer.from('{"cpr":"2509479989"}')],
])('refuses %s', async (_, bytes) => {
  expect(await unzip(bytes)).toEqual({
    ok: false,
    fault: { file: '', message: 'Expected a zip file that is whole, but it cannot be unpacked' },
  });
});

it('refuses a zip that is cut short', async () => {
  const zip = await zipOf(new Map([['lms01.txt', some]]));
  expect(await unzip(zip.subarray(0, zip.length - 30))).toMatchObject({ ok: false });
});

function sizeOf(bytes: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes);
  return size;
}
