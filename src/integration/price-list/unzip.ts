import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { PriceListFault } from './printed-list.ts';

/** The list of 2011 is 28 files of 4.4 MB in all, its largest 1 MB. */
const mostFiles = 100;
const largestInAll = 64 * 1024 * 1024;

export type Unzipped = { ok: true; files: Map<string, Buffer> } | { ok: false; fault: PriceListFault };

/**
 * The text files of a zip by their lower-case names, whatever folder they lie in; nothing is written to disk. What a file
 * will unpack to is known before it is unpacked, and the reader stops where it turns out to be more: a bomb stays what it is.
 */
export async function unzip(bytes: Buffer): Promise<Unzipped> {
  const files = new Map<string, Buffer>();
  let left = largestInAll;
  try {
    const zip = await fromBufferPromise(bytes);
    if (zip.entryCount > mostFiles) return fault('', `Expected at most ${mostFiles} files, but there are more`);
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.split('/').at(-1)?.toLowerCase() ?? '';
      // A name of another form may be anything, and is not repeated.
      if (!/^[a-z0-9]{1,20}\.txt$/.test(name)) continue;
      if (!entry.canDecodeFileData())
        return fault(name, 'Expected a file that is not encrypted and is deflated or stored');
      if (entry.uncompressedSize > left)
        return fault(name, `Expected at most ${largestInAll} bytes in all, but it is more`);
      if (files.has(name)) return fault(name, 'Expected each file once, but this one came before');
      left -= entry.uncompressedSize;
      files.set(name, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } catch {
    // The reader's own words quote the archive.
    return fault('', 'Expected a zip file that is whole, but it cannot be unpacked');
  }
  return { ok: true, files };
}

function fault(file: string, message: string): Unzipped {
  return { ok: false, fault: { file, message } };
}
