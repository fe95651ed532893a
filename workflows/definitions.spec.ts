import type { AnyStateNode } from 'xstate';
import { readData, schemaOf } from '../src/engine/message-schema.ts';
import type { StateMeta, Text } from './definition.ts';
import { Beginning } from './dose-dispensing/messages.ts';
import { allDefinitions, definitionOf } from './registry.ts';

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

describe.each(allDefinitions.map((definition) => [definition.name, definition] as const))('%s', (_, definition) => {
  const nodes = nodesOf(definition.machine.root).filter(({ type }) => type !== 'history');

  it('names every state, task and command in Danish and English', () => {
    const texts: (Text | undefined)[] = nodes
      .filter(({ parent }) => parent)
      .map(({ meta }) => (meta as StateMeta | undefined)?.title);
    texts.push(definition.title, ...Object.values(definition.messages).map(({ label }) => label));
    texts.push(...Object.values(definition.guardReasons));
    expect(texts.filter((text) => !text?.da || !text.en)).toEqual([]);
  });

  it('gives a reason for every guard of a command', () => {
    const guards = nodes
      .flatMap(({ transitions }) => [...transitions])
      .filter(([type]) => definition.messages[type]?.kind === 'command')
      .flatMap(([, transitions]) => {
        // With an unguarded last alternative the command is never refused.
        const last = transitions.at(-1)?.guard;
        return last ? transitions.map(({ guard }) => (typeof guard === 'string' ? guard : '?')) : [];
      });
    expect(guards.filter((guard) => !(guard in definition.guardReasons))).toEqual([]);
    expect(Object.keys(definition.guardReasons).filter((guard) => !guards.includes(guard))).toEqual([]);
  });

  it('has nothing top-level final, and a schema for every message', () => {
    expect(nodes.filter(({ type }) => type === 'final').map(({ id }) => id)).toEqual([]);
    for (const spec of Object.values(definition.messages))
      if (spec.kind !== 'internal') expect(schemaOf(spec.data)).toMatchObject({ type: 'object' });
  });
});

it('finds definitions by name and version', () => {
  expect(definitionOf('hospital-stay')).toBe(definitionOf('hospital-stay', 1));
  expect(() => definitionOf('hospital-stay', 99)).toThrow('Expected version 99 of hospital-stay');
});

it.each(allDefinitions)('takes no blank where $name asks a person for a reason', ({ messages }) => {
  const asked = Object.values(messages).flatMap((spec) => {
    const schema = spec.kind === 'command' ? (schemaOf(spec.data) as { required?: string[] }) : undefined;
    return spec.kind === 'command' && schema?.required?.includes('reason') ? [spec.data] : [];
  });
  const faultsOf = (type: new () => object, reason: string) => {
    const read = readData(type, { reason });
    return read.ok ? [] : read.faults.map(({ field }) => field);
  };
  // An ending names its reason from a list, which knows no blank either.
  for (const type of asked) expect(faultsOf(type, '  ')).toContain('reason');
});

it('checks the prescriptions of a citizen taken over', () => {
  const known = { prescriptionId: 'p', drugId: '28100009555', validTo: '2026-11-21T08:00:00+01:00' };
  expect(readData(Beginning, { prescriptions: [known] })).toEqual({
    ok: true,
    data: { prescriptions: [known] },
  });
  expect(readData(Beginning, { prescriptions: [{ ...known, cpr: 'x' }] }).ok).toBe(false);
  expect(readData(Beginning, { prescriptions: [{ ...known, validTo: '2026-11-21' }] }).ok).toBe(false);
  expect(readData(Beginning, { since: '2026-13-01' }).ok).toBe(false);
});
