/** Which states a step leaves and enters, and what the active ones come to: the algorithm of SCXML over XState's nodes. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

export type StateValue = string | { [key: string]: StateValue };
/** The active nodes that a history node brings back, by its id. */
export type Histories = Readonly<Record<string, readonly AnyStateNode[]>>;

export interface Place {
  value: StateValue;
  tags: Set<string>;
}

/** What a configuration says of itself. Regions come in the order of its nodes, as XState has them. */
export function placeOf(root: AnyStateNode, nodes: readonly AnyStateNode[]): Place {
  const children = new Map<AnyStateNode, AnyStateNode[]>();
  const tags = new Set<string>();
  for (const node of nodes) {
    for (const tag of node.tags) tags.add(tag);
    const parent = node.parent as AnyStateNode | undefined;
    if (!parent) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(node);
    else children.set(parent, [node]);
  }
  const valueOf = (node: AnyStateNode): StateValue => {
    const active = children.get(node) ?? [];
    const [only] = active;
    if (node.type === 'compound' && only?.type === 'atomic') return only.key;
    return Object.fromEntries(active.map((child) => [child.key, valueOf(child)]));
  };
  return { value: valueOf(root), tags };
}

function isBelow(node: AnyStateNode, above: AnyStateNode): boolean {
  for (let parent = parentOf(node); parent; parent = parentOf(parent)) if (parent === above) return true;
  return false;
}

/** Of transitions that would leave the same state, the innermost. */
export function withoutConflicts(
  transitions: readonly AnyTransitionDefinition[],
  active: Iterable<AnyStateNode>,
  histories: Histories,
): readonly AnyTransitionDefinition[] {
  if (transitions.length < 2) return transitions;
  const nodes = [...active];
  let kept: { transition: AnyTransitionDefinition; leaves: Set<AnyStateNode> }[] = [];
  for (const transition of transitions) {
    const leaves = leftBy([transition], nodes, histories);
    const rivals = kept.filter((other) => [...leaves].some((node) => other.leaves.has(node)));
    if (!rivals.every((other) => isBelow(transition.source, other.transition.source))) continue;
    kept = [...kept.filter((other) => !rivals.includes(other)), { transition, leaves }];
  }
  return kept.map(({ transition }) => transition);
}

export function leftBy(
  transitions: readonly AnyTransitionDefinition[],
  active: Iterable<AnyStateNode>,
  histories: Histories,
): Set<AnyStateNode> {
  const left = new Set<AnyStateNode>();
  for (const transition of transitions) {
    if (!transition.target?.length) continue;
    const domain = domainOf(transition, histories);
    if (domain && transition.reenter && transition.source === domain) left.add(domain);
    for (const node of active) if (!domain || isBelow(node, domain)) left.add(node);
  }
  return left;
}

/** The states that are entered, and those of them that begin with their own first state. */
export function enteredBy(
  transitions: readonly AnyTransitionDefinition[],
  histories: Histories,
): { entered: Set<AnyStateNode>; byDefault: Set<AnyStateNode> } {
  const entered = new Set<AnyStateNode>();
  const byDefault = new Set<AnyStateNode>();
  const enterBelow = (node: AnyStateNode): void => {
    if (node.type === 'history') {
      const kept = histories[node.id];
      const targets = kept ?? defaultOf(node).target;
      for (const target of targets) {
        entered.add(target);
        if (!kept && node.parent?.initial === defaultOf(node)) byDefault.add(node.parent);
        enterBelow(target);
      }
      for (const target of targets) enterAbove(ancestorsOf(target, node.parent));
    } else if (node.type === 'compound') {
      const [first] = node.initial.target;
      if (!first) return;
      if (first.type !== 'history') {
        entered.add(first);
        byDefault.add(first);
      }
      enterBelow(first);
      enterAbove(ancestorsOf(first, node));
    } else if (node.type === 'parallel') {
      for (const child of regionsOf(node)) {
        if (hasBelow(entered, child)) continue;
        entered.add(child);
        byDefault.add(child);
        enterBelow(child);
      }
    }
  };
  const enterAbove = (ancestors: readonly AnyStateNode[], within?: AnyStateNode): void => {
    for (const ancestor of ancestors) {
      if (!within || isBelow(ancestor, within)) entered.add(ancestor);
      if (ancestor.type !== 'parallel') continue;
      for (const child of regionsOf(ancestor)) {
        if (hasBelow(entered, child)) continue;
        entered.add(child);
        enterBelow(child);
      }
    }
  };
  for (const transition of transitions) {
    const domain = domainOf(transition, histories);
    for (const target of transition.target ?? []) {
      const isEntered = transition.source !== target || transition.source !== domain || transition.reenter;
      if (target.type !== 'history' && isEntered) {
        entered.add(target);
        byDefault.add(target);
      }
      enterBelow(target);
    }
    for (const target of targetsOf(transition, histories)) {
      const ancestors = ancestorsOf(target, domain);
      if (domain?.type === 'parallel') ancestors.push(domain);
      enterAbove(ancestors, !transition.source.parent && transition.reenter ? undefined : domain);
    }
  }
  return { entered, byDefault };
}

/** What the history nodes of the states that are left will bring back. */
export function keptBy(left: Iterable<AnyStateNode>, active: Iterable<AnyStateNode>, histories: Histories): Histories {
  let kept: Record<string, readonly AnyStateNode[]> | undefined;
  for (const node of left)
    for (const child of Object.values(node.states)) {
      if (child.type !== 'history') continue;
      kept ??= { ...histories };
      kept[child.id] = [...active].filter((each) =>
        child.history === 'deep' ? each.type === 'atomic' && isBelow(each, node) : each.parent === node,
      );
    }
  return kept ?? histories;
}

/** The state within which a transition happens; undefined where it leaves the root itself. */
function domainOf(transition: AnyTransitionDefinition, histories: Histories): AnyStateNode | undefined {
  const known = domains.get(transition);
  if (known) return known.domain;
  const targets = targetsOf(transition, histories);
  const { source, reenter } = transition;
  const domain = ((): AnyStateNode | undefined => {
    if (!reenter && targets.every((target) => target === source || isBelow(target, source))) return source;
    const [head, ...others] = [...targets, source];
    const common = ancestorsOf(head).find((ancestor) => others.every((node) => isBelow(node, ancestor)));
    return common ?? (reenter ? undefined : source.machine.root);
  })();
  if (!transition.target?.some(({ type }) => type === 'history')) domains.set(transition, { domain });
  return domain;
}

/** The same at every step, but for targets that are a history. */
const domains = new WeakMap<AnyTransitionDefinition, { domain: AnyStateNode | undefined }>();

function targetsOf({ target }: { target: AnyTransitionDefinition['target'] }, histories: Histories): AnyStateNode[] {
  const targets = (target ?? []).flatMap((node) =>
    node.type === 'history' ? (histories[node.id] ?? targetsOf(defaultOf(node), histories)) : [node],
  );
  return [...new Set(targets)];
}

/** Where a history leads that has nothing to bring back: no chart of ours names another place. */
function defaultOf(history: AnyStateNode): { target: readonly AnyStateNode[] } {
  const parent = history.parent as AnyStateNode;
  return parent.type === 'parallel' ? { target: [parent] } : parent.initial;
}

function ancestorsOf(node: AnyStateNode, until?: AnyStateNode): AnyStateNode[] {
  const ancestors: AnyStateNode[] = [];
  if (node === until) return ancestors;
  for (let parent = parentOf(node); parent && parent !== until; parent = parentOf(parent)) ancestors.push(parent);
  return ancestors;
}

function parentOf(node: AnyStateNode): AnyStateNode | undefined {
  return node.parent as AnyStateNode | undefined;
}

function regionsOf(node: AnyStateNode): AnyStateNode[] {
  return (Object.values(node.states) as AnyStateNode[]).filter(({ type }) => type !== 'history');
}

function hasBelow(nodes: ReadonlySet<AnyStateNode>, above: AnyStateNode): boolean {
  for (const node of nodes) if (isBelow(node, above)) return true;
  return false;
}
