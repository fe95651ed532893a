import type { Text } from '../../workflows/definition.ts';
import type { LinesView } from './views.ts';

/** Broken where the words allow it, so that the browser draws what was laid out. */
export function lines(text: Text, width: number): LinesView {
  return { da: wrap(text.da, width), en: wrap(text.en, width) };
}

function wrap(text: string, width: number): string[] {
  const wrapped: string[] = [];
  for (const word of text.split(' ')) {
    const last = wrapped.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) wrapped[wrapped.length - 1] = `${last} ${word}`;
    else wrapped.push(word);
  }
  return wrapped;
}

/** Room for the longer of the two languages: one layout serves both. */
export function sizeOf({ da, en }: LinesView, characterWidth: number, lineHeight: number) {
  const longest = Math.max(...[...da, ...en].map(({ length }) => length));
  return { width: Math.ceil(longest * characterWidth), height: Math.max(da.length, en.length) * lineHeight };
}
