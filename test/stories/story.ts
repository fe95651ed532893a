/**
 * A story is a Markdown page that people read and the tests run. Its prose is free; these fences are what happens:
 *
 * - `http NAME` – a request by one of the development accounts: method and path, a body if any, `→`, the status, and what is
 *   expected of the answer: `path = JSON` (equal), `path has JSON` (contains), or `NAME := path` (kept as `{NAME}`).
 * - `fmk` and `hospital` – facts that an adapter tells, one JSON object a line: `{ "type", "time", "data" }`.
 * - `clock` – the instant to which the simulated clock goes, firing what falls due on the way.
 */
export type Step = { line: number } & (
  | { kind: 'http'; who: string; method: string; path: string; body: string; status: number; lines: Expectation[] }
  | { kind: 'facts'; source: 'fmk' | 'hospital' | 'municipality'; facts: string[] }
  | { kind: 'clock'; to: string }
);

export type Expectation =
  | { kind: 'equals' | 'has'; path: string; json: string; line: number }
  | { kind: 'keep'; name: string; path: string; line: number };

export interface Story {
  title: string;
  /** The first `clock` fence: when the story begins. */
  start: string;
  steps: Step[];
}

const fence = /^```(\S+)[ \t]*(\S*)[ \t]*\n([\s\S]*?)^```/gm;

/** Throws with the line that cannot be read. */
export function readStory(markdown: string): Story {
  const steps = [...markdown.matchAll(fence)].map(({ index, 1: kind = '', 2: who = '', 3: text = '' }) =>
    readStep(kind, who, text, markdown.slice(0, index).split('\n').length),
  );
  const [first] = steps;
  if (first?.kind !== 'clock') throw new Error('Expected a story to begin with a clock fence');
  return { title: /^# (.+)$/m.exec(markdown)?.[1] ?? 'A story', start: first.to, steps: steps.slice(1) };
}

function readStep(kind: string, who: string, text: string, line: number): Step {
  switch (kind) {
    case 'clock':
      return { kind, to: text.trim(), line };
    case 'fmk':
    case 'hospital':
    case 'municipality':
      return { kind: 'facts', source: kind, facts: text.trim().split('\n'), line };
    case 'http':
      return readRequest(who, text, line);
    default:
      throw new Error(
        `Line ${line}: expected a fence of http, clock, fmk, hospital or municipality, but it is ${kind}`,
      );
  }
}

function readRequest(who: string, text: string, line: number): Step {
  const [request = '', answer = ''] = text.split(/^→ */m);
  const [head = '', ...body] = request.split('\n');
  const [method = '', path = ''] = head.split(' ');
  const [status = '', ...expected] = answer.split('\n');
  if (!/^\d{3}$/.test(status.trim())) throw new Error(`Line ${line}: expected → and a status after the request`);
  const first = line + request.split('\n').length + 1;
  const lines = expected.flatMap((each, n) => (each.trim() ? [readExpectation(each.trim(), first + n)] : []));
  return { kind: 'http', who, method, path, body: body.join('\n').trim(), status: Number(status), lines, line };
}

function readExpectation(text: string, line: number): Expectation {
  const keep = /^(\w+) := (\S+)$/.exec(text);
  if (keep) return { kind: 'keep', name: keep[1] ?? '', path: keep[2] ?? '', line };
  const check = /^(\S+) (=|has) (.+)$/.exec(text);
  if (!check) throw new Error(`Line ${line}: expected “path = JSON”, “path has JSON” or “name := path”`);
  return { kind: check[2] === '=' ? 'equals' : 'has', path: check[1] ?? '', json: check[3] ?? '', line };
}

/** A child of a case: by its workflow, or a roll by FMK's id of its period. */
type Named = { workflow?: string; period?: { periodId?: string } };

/** The value at a path such as `tasks.0.title.da`; `.` is the whole answer, `children.hospital-stay` the first of that workflow, `children.r2` a roll. */
export function valueAt(answer: unknown, path: string): unknown {
  if (path === '.') return answer;
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(key))
      return (value as Named[]).find(({ workflow, period }) => workflow === key || period?.periodId === key);
    return (value as Record<string, unknown>)[key];
  }, answer);
}
