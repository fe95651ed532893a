/**
 * Draws every workflow as a mermaid state diagram, docs/generated/<workflow>.v<version>.mmd: regions, titles, guards, timers
 * and tasks, read from the chart itself. With `--check` it writes nothing and fails on a drawing that no longer fits.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { StateMeta, WorkflowDefinition } from '../workflows/definition.ts';
import { allDefinitions } from '../workflows/registry.ts';

const folder = join('docs', 'generated');

function draw(definition: WorkflowDefinition): string {
  const { root } = definition.machine;
  return [
    '---',
    `title: ${definition.title.da} (${definition.name} v${definition.version})`,
    '---',
    '%% Drawn from the chart by scripts/draw-charts.ts: change the chart, not this file.',
    'stateDiagram-v2',
    ...box(root, handled(root), '  '),
    ...Object.values(root.states).flatMap((node) => state(node, definition, '  ')),
    '',
  ].join('\n');
}

function state(node: AnyStateNode, definition: WorkflowDefinition, indent: string): string[] {
  const children = Object.values(node.states).filter(({ type }) => type !== 'history');
  const name = text(titleOf(node));
  const closed = node.tags.includes('closed') ? ' (lukket)' : '';
  if (children.length === 0) {
    const lines = [name + closed, ...taskOf(node, definition), ...handled(node)];
    return lines.map((line) => `${indent}${idOf(node)}: ${line}`);
  }
  const inner = `${indent}  `;
  const initial = node.type === 'compound' ? node.initial.target[0] : undefined;
  return [
    `${indent}state "${name}${closed}" as ${idOf(node)} {`,
    ...(initial ? [`${inner}[*] --> ${idOf(initial)}`] : []),
    ...box(node, handled(node), inner),
    ...children.flatMap((child) => state(child, definition, inner)),
    ...arrows(node, inner),
    `${indent}}`,
  ];
}

/** What a state answers without leaving it, and what it starts anew on, as a box of its own: loops do not draw well. */
function box(node: AnyStateNode, lines: readonly string[], indent: string): string[] {
  return lines.map((line) => `${indent}${idOf(node)}_always: ${line}`);
}

function handled(node: AnyStateNode): string[] {
  return outgoing(node)
    .filter(({ target }) => !target || target.every((to) => isWithin(to, node)))
    .map((transition) => `${transition.target ? '↺' : '•'} ${labelOf(transition)}`);
}

/** Arrows between the children of this node; one from or to further inside is drawn at the border. */
function arrows(parent: AnyStateNode, indent: string): string[] {
  const lines = descendants(parent).flatMap((source) =>
    outgoing(source).flatMap((transition) =>
      (transition.target ?? []).flatMap((target) => {
        const [from, to] = [childOf(parent, source), childOf(parent, target)];
        if (!from || !to || from === to) return [];
        const inside = from === source ? '' : ` (fra ${source.key})`;
        const back = target.type === 'history' ? ' (hvor det slap)' : '';
        return [`${indent}${idOf(from)} --> ${idOf(to)}: ${labelOf(transition)}${inside}${back}`];
      }),
    ),
  );
  return [...new Set(lines)];
}

function outgoing(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

function descendants(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...descendants(child)]);
}

function isWithin(outer: AnyStateNode, node: AnyStateNode): boolean {
  return outer === node || (node.parent !== undefined && isWithin(outer, node.parent));
}

function childOf(parent: AnyStateNode, node: AnyStateNode): AnyStateNode | undefined {
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) if (at.parent === parent) return at;
  return undefined;
}

function labelOf(transition: AnyTransitionDefinition): string {
  const eventType = transition.eventType as string;
  const timer = /^xstate\.after\.([^.]+)\./.exec(eventType);
  const cause = timer ? `⏱ ${timer[1]}` : eventType;
  const condition = guardName(transition.guard);
  return [cause, condition && `[${condition}]`].filter(Boolean).join(' ');
}

function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'object' || guard === null || !('type' in guard)) return guard ? 'betingelse' : '';
  const params = 'params' in guard ? (guard.params as Record<string, unknown> | undefined) : undefined;
  const values = Object.values(params ?? {}).join(' ');
  return values ? `${String(guard.type)} ${values}` : String(guard.type);
}

function taskOf(node: AnyStateNode, { deadlines }: WorkflowDefinition): string[] {
  const { task } = (node.meta ?? {}) as StateMeta;
  return task ? [text(`☐ opgave for ${deadlines[task.deadline]?.role}, frist ${task.deadline}`)] : [];
}

function titleOf(node: AnyStateNode): string {
  return ((node.meta ?? {}) as StateMeta).title?.da ?? node.key;
}

function idOf(node: AnyStateNode): string {
  return node.path.join('_') || node.key.replaceAll('-', '_');
}

/** Mermaid ends a label at these. */
function text(label: string): string {
  return label.replaceAll(':', ' –').replaceAll(';', ',').replaceAll('"', '”');
}

const stale = allDefinitions.filter((definition) => {
  const file = join(folder, `${definition.name}.v${definition.version}.mmd`);
  const drawing = draw(definition);
  if (readIfThere(file) === drawing) return false;
  if (process.argv.includes('--check')) {
    console.error(`Expected ${file} to show the chart as it is, but the chart has changed: run npm run charts`);
    return true;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, drawing);
  console.log(`drew ${file}`);
  return false;
});
if (stale.length > 0) process.exitCode = 1;

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
