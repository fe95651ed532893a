import { inflateSync } from 'node:zlib';

/** The words of a PDF whose fonts are the standard ones: out of its content streams, in the order in which they are drawn. */
export function textOfPdf(file: Buffer): string {
  const raw = file.toString('latin1');
  const streams = [...raw.matchAll(/<<([^]*?)>>\s*stream\r?\n/g)].flatMap((found) => {
    const start = found.index + found[0].length;
    const end = raw.indexOf('endstream', start);
    if (!found[1]?.includes('FlateDecode')) return [raw.slice(start, end)];
    try {
      return [inflateSync(file.subarray(start, end)).toString('latin1')];
    } catch {
      return [];
    }
  });
  return streams
    .flatMap((content) => [...content.matchAll(/\[([^\]]*)\]\s*TJ/g)])
    .map(([, words = '']) =>
      [...words.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(''),
    )
    .join('\n');
}
