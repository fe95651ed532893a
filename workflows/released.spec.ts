import { readFileSync, readdirSync } from 'node:fs';
import type { AnyStateNode } from 'xstate';
import { entryOf, filesOf, hashOf } from '../scripts/releases/hash-version.ts';
import type { History } from '../scripts/releases/history.ts';
import { replayHistory } from '../scripts/releases/history.ts';
import { Recorder } from '../scripts/releases/recorder.ts';
import { decideFamily } from '../src/engine/decide-family.ts';
import type { Family, Target } from '../src/engine/decide-family.ts';
import { environmentAt } from '../src/engine/environment.ts';
import { errandDefinitions } from '../test/support/errand-workflow.ts';
import { withSecondVersion } from '../test/support/errand-workflow-v2.ts';
import type { Actor, Message } from './definition.ts';
import { combined, policyChanges } from './policy/in-force.ts';
import { allDefinitions, definitionOf } from './registry.ts';

interface Released {
  workflow: string;
  version: number;
  hash: string;
}
const released = JSON.parse(readFileSync('workflows/released.json', 'utf8')) as Released[];
const read = (file: string): string => readFileSync(file, 'utf8');
const histories = allDefinitions.flatMap(({ name, version }) => {
  const folder = `workflows/${name}/histories`;
  return readdirSync(folder)
    .filter((file) => file.startsWith(`v${version}-`))
    .map((file) => {
      const { about, steps } = JSON.parse(read(`${folder}/${file}`)) as {
        about: Omit<History, 'steps'>;
        steps: History['steps'];
      };
      return [`${folder}/${file}`, { ...about, steps } satisfies History] as const;
    });
});

it('lists the first version of all six workflows as released (E8)', () => {
  expect(released.flatMap(({ workflow, version }) => (version === 1 ? [workflow] : [])).toSorted()).toEqual([
    'back-order',
    'dispensing-period',
    'dose-dispensing',
    'hospital-stay',
    'prescription-request',
    'substitution',
  ]);
});

it('has every released version still, once, and exactly as it was released (E8)', () => {
  const now = released.map(({ workflow, version }) => {
    const found = allDefinitions.find((each) => each.name === workflow && each.version === version);
    return found && { workflow, version, hash: hashOf(entryOf(found)) };
  });
  expect(now).toEqual(released);
  expect(new Set(released.map(({ workflow, version }) => `${workflow}@${version}`)).size).toBe(released.length);
});

describe.each(allDefinitions.map((definition) => [definition.name, entryOf(definition)]))(
  'the lock of %s',
  (_, entry) => {
    it('holds every file that runs with it, of its own folder and of others, and no test, history or policy', () => {
      const files = filesOf(entry);
      expect(files).toEqual(expect.arrayContaining([entry, 'workflows/calendar.ts', 'workflows/ends-at.ts']));
      expect(files.filter((file) => /spec|histories|policy|registry/.test(file))).toEqual([]);
    });

    it('breaks when what runs or is read by people changes, and not when a comment or a type does', () => {
      const before = hashOf(entry);
      const changed = (file: string, change: (source: string) => string): string =>
        hashOf(entry, (each) => (each === file ? change(read(each)) : read(each)));
      const shared = 'workflows/ends-at.ts';
      const regions = entry.replace(/[^/]+$/, entry.includes('dose-dispensing') ? 'course.ts' : 'regions.ts');
      expect(changed(shared, (source) => `export const more = 1;\n${source}`)).not.toBe(before);
      expect(changed(regions, (source) => source.replace(/[æøå]/, 'e'))).not.toBe(before);
      expect(changed(entry, (source) => source.replace('version: 1', 'version: 3'))).not.toBe(before);
      expect(changed(shared, (source) => `// A remark.\nexport type More = string;\n${source}`)).toBe(before);
    });
  },
);

describe.each(allDefinitions.map((definition) => [`${definition.name}@${definition.version}`, definition] as const))(
  'the histories of %s',
  (_, { name, version, machine }) => {
    const own = histories.flatMap(([, each]) => (each.workflow === name && each.version === version ? [each] : []));
    const steps = own.flatMap((history) => history.steps);

    it('hold an administrator’s repair', () => {
      expect(steps.map(({ message, came }) => `${came.outcome} ${message.type}`)).toContain('accepted repairCase');
    });

    // Of the citizen's chart a state deep in a region of regions is not told apart in what a history keeps.
    if (name === 'dose-dispensing') {
      it('are decided under every set of rules shipped, and under all of them together', () => {
        const shipped = policyChanges.map(({ id }) => id);
        const sets = [[], ...shipped.map((id) => [id]), shipped].map((ids) => combined(ids).id);
        expect(own.map(({ policy }) => policy.id)).toEqual(expect.arrayContaining(sets));
      });
    } else {
      it('show every state in which a case may rest', () => {
        const shown = new Set(
          steps.flatMap(({ came: { state } }) =>
            Object.entries(state).flatMap(([region, value]) => value.split('+').map((each) => `${region}.${each}`)),
          ),
        );
        const leftAtOnce = /\.(placing|choosing)$/;
        expect(leavesBelow(machine.root).filter((leaf) => !shown.has(leaf) && !leftAtOnce.test(leaf))).toEqual([]);
      });
    }
  },
);

function leavesBelow({ path, states }: AnyStateNode): string[] {
  const below = Object.values(states as Record<string, AnyStateNode>).filter(({ type }) => type !== 'history');
  return below.length > 0 ? below.flatMap(leavesBelow) : [path.join('.')];
}

it.each(histories)('%s comes to the same at each step as when it was recorded (E8)', (_, history) => {
  expect(replayHistory(history, definitionOf)).toEqual(history.steps.map(({ came }) => came));
});

it.each(histories)('%s holds no CPR number', (file) => {
  expect(read(file)).not.toMatch(/\b(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}-?\d{4}\b(?!\d)/);
});

it('replays a history through the migration of its case to the next version (E8)', () => {
  const recorder = new Recorder();
  let family: Family = [];
  const take = (target: Target, type: string, data = {}): void => {
    const at = '2026-03-02T08:00:00.000Z';
    const role = target.kind === 'administration' ? 'administrator' : 'municipalNurse';
    const by: Actor = { kind: 'person', id: role, role };
    const message: Message = { kind: 'command', type, data, occurredAt: at, by, key: type };
    const env = environmentAt(at);
    const decided = decideFamily(
      family,
      family.length > 0 ? withSecondVersion : errandDefinitions,
      target,
      message,
      env,
    );
    family = decided.family;
    recorder.observe(decided.steps, env);
  };
  const caseId = '6ef2055a-fea5-4d9d-8b1b-3cf1b4a3b2a0';
  take({ kind: 'root', caseId, workflow: 'dose-dispensing', parties: { municipality: '0101' } }, 'opened');
  take({ kind: 'case', caseId }, 'ask');
  take({ kind: 'administration', caseId }, 'migrateCase', { from: 1, to: 2, reason: 'Udgave 2 er godkendt' });
  take({ kind: 'case', caseId }, 'answer');
  const [{ history } = { history: undefined }] = recorder.recordings();
  if (!history) throw new Error('Expected a history');
  expect(history.steps.map(({ came }) => came.state['errand'])).toEqual([
    'idle',
    'waiting',
    'awaiting',
    'free',
    'free',
  ]);
  const kept = JSON.parse(JSON.stringify(history)) as History;
  expect(replayHistory(kept, withSecondVersion)).toEqual(history.steps.map(({ came }) => came));
});
