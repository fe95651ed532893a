import { maxDepth } from './limits.ts';

/**
 * One pass over JSON text before `JSON.parse`, which would overflow the stack on deep nesting and would keep only the
 * last of two equal keys: a message that says two things has no meaning, and another reader may keep the first.
 * Returns what is wrong, if anything; mere syntax is left to `JSON.parse`.
 */
export function complaintAboutJson(text: string): string | undefined {
  /** The keys seen in each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  for (let index = 0; index < text.length; index++) {
    switch (text[index]) {
      case '{':
      case '[':
        expectsKey = true;
        if (open.push(text[index] === '{' ? new Set() : undefined) > maxDepth)
          return `nested deeper than ${maxDepth} levels`;
        break;
      case '}':
      case ']':
        open.pop();
        expectsKey = false;
        break;
      case ',':
        expectsKey = true;
        break;
      case '"': {
        const end = endOfString(text, index);
        const keys = expectsKey ? open.at(-1) : undefined;
        if (keys) {
          const key: unknown = JSON.parse(text.slice(index, end + 1));
          if (keys.has(String(key))) return `a key is given twice in one object, at character ${index}`;
          keys.add(String(key));
        }
        expectsKey = false;
        index = end;
        break;
      }
      default:
    }
  }
  return undefined;
}

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index;
  }
  return text.length;
}
