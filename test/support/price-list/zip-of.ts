import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** A zip of these files, such as a price list comes in. */
export async function zipOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(bytes, name);
  zip.end();
  return buffer(zip.outputStream);
}
