/** What a page says of a state: every state of every chart has a text. */
import type { AnyStateNode } from 'xstate';
import { helpOf } from '../../web/state-help.ts';
import { allDefinitions } from '../../workflows/registry.ts';

function statesBelow(node: AnyStateNode): string[] {
  return Object.values(node.states)
    .filter(({ type }) => type !== 'history')
    .flatMap((child) => [child.path.join('.'), ...statesBelow(child)]);
}

const states = allDefinitions.flatMap(({ name, machine }) =>
  statesBelow(machine.root).map((path) => ({ workflow: name as string, path })),
);

it('helps in every state of every chart, in a sentence or three', () => {
  expect(states.length).toBeGreaterThan(400);
  expect(states.filter(({ workflow, path }) => !helpOf(workflow, path))).toEqual([]);
  expect(states.filter(({ workflow, path }) => (helpOf(workflow, path)?.length ?? 0) > 240)).toEqual([]);
});

it('says nothing of what it does not know', () => {
  expect(helpOf('dose-dispensing', 'planning.open.nothing')).toBeUndefined();
  expect(helpOf('another', 'course')).toBeUndefined();
});
