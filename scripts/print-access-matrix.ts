/**
 * Prints docs/generated/access-matrix.md: who reaches what by which route, what of a case each sees, and who gives which
 * command. With --check it writes nothing and fails on a page that no longer fits.
 */
import { readFile, writeFile } from 'node:fs/promises';
import type { AnyStateNode } from 'xstate';
import { mayGive } from '../workflows/assistants.ts';
import { helps, roleNames } from '../workflows/definition.ts';
import type { Party, Role, StateMeta } from '../workflows/definition.ts';
import { allDefinitions } from '../workflows/registry.ts';
import { routable } from '../workflows/routing.ts';
import { accessMatrix, personas, reaches } from '../src/auth/access-matrix.ts';
import type { Persona } from '../src/auth/access-matrix.ts';
import { engineReads } from '../src/auth/engine-reads.ts';
import { covers } from '../src/worklist/redact.ts';
import type { Ground, Viewer } from '../src/worklist/redact.ts';

const file = 'docs/generated/access-matrix.md';
const everyone = Object.keys(personas) as Persona[];
const kinds = {
  municipality: 'municipality',
  gpPractice: 'general practice',
  pharmacy: 'pharmacy',
  hospital: 'hospital department',
  region: 'region',
  authority: 'national authority',
  supplier: 'whoever runs Dosisflow',
} as const;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const routes = Object.entries(accessMatrix).map(([route, access]) => [
  `\`${route}\``,
  ...everyone.map((who) => (access === 'public' ? 'public' : (access[who] ?? '–'))),
]);

/** Of a case that the viewer's organisation takes part in, here the case's own municipality. */
const grounds: Readonly<Record<Ground, string>> = {
  municipal: 'what the municipality and the parties did',
  fmk: 'what FMK told',
  product: 'what is known of products',
  identity: 'name, masked CPR number, medicine and days covered',
  wholeCpr: 'the whole CPR number',
  hospitalNotification: 'what a hospital notification causes',
  colleague: 'names of colleagues, and the own organisation’s tasks',
};
const seen = (Object.keys(grounds) as Ground[]).map((ground) => [
  grounds[ground],
  ...everyone.map((who) => {
    const { role, kind } = personas[who];
    const viewer: Viewer = { role, organisationId: 'own', organisationKind: kind };
    const owner = ground === 'colleague' || kind === 'municipality' ? 'own' : 'the municipality';
    if (kind === 'region' || kind === 'authority' || role === 'dataProtectionOfficer') return '–';
    if (covers(viewer, ground, owner)) return '✓';
    return covers(viewer, ground, ['own']) ? 'own stay' : '–';
  }),
]);

/** A task is a role's at a party; its helpers may take it, and an agreement may give it to another. */
function tasksOf(node: AnyStateNode): [StateMeta['task'] & object, AnyStateNode][] {
  const { task } = (node.meta ?? {}) as StateMeta;
  return [
    ...(task ? [[task, node] as [typeof task, AnyStateNode]] : []),
    ...Object.values(node.states).flatMap(tasksOf),
  ];
}
const whose = (role: Role, party: Party): string => `${roleNames[role].en} (${party})`;
const tasks = allDefinitions.flatMap(({ name, machine, deadlines }) =>
  tasksOf(machine.root).flatMap(([{ title, deadline, basis, routed }, node]) => {
    const ends = deadlines[deadline];
    if (!ends) return [];
    const helpers = Object.entries(helps).flatMap(([helper, helped]) => (helped === ends.role ? [helper as Role] : []));
    const others = routed
      ? routable[routed].filter(({ role, party }) => role !== ends.role || party !== ends.party)
      : [];
    return [
      [
        name,
        `\`${node.path.join('.')}\``,
        title.en,
        whose(ends.role, ends.party),
        helpers.map((role) => roleNames[role].en).join(', ') || '–',
        others.map(({ role, party }) => whose(role, party)).join(', ') || '–',
        basis,
      ],
    ];
  }),
);

const staff: readonly Role[] = [
  'municipalNurse',
  'municipalPlanner',
  'gp',
  'practiceStaff',
  'prescribingPharmacist',
  'pharmacyStaff',
  'hospitalWard',
  'coordinator',
  'administrator',
];
const commands = allDefinitions.flatMap(({ name, version, messages }) => [
  '',
  `### ${name}.v${version}`,
  '',
  table(
    ['Command', 'What it says', ...staff.map((role) => roleNames[role].en)],
    Object.entries(messages).flatMap(([type, spec]) =>
      spec.kind === 'command'
        ? [[`\`${type}\``, spec.label.en, ...staff.map((role) => (mayGive(role, type, spec.roles) ? '✓' : '–'))]]
        : [],
    ),
  ),
]);

const text = [
  '# Who may do what',
  '',
  'Printed from `src/auth/access-matrix.ts`, `src/worklist/redact.ts`, `workflows/assistants.ts` and the charts by `npm run access-matrix`: change the code, not this page. `test/attacks/access-matrix.spec.ts` walks every route with everyone over the running server.',
  '',
  '## Who',
  '',
  'A person acts for one organisation. The accounts are those of `npm run token -- --as NAME`.',
  '',
  table(
    ['Account', 'Role', 'At a'],
    everyone.map((who) => [`\`${who}\``, roleNames[personas[who].role].en, kinds[personas[who].kind]]),
  ),
  '',
  '## By which route',
  '',
  ...Object.entries(reaches).map(([reach, meaning]) => `- **${reach}**: ${meaning}`),
  '- **–**: refused (403)',
  '',
  table(['Route', ...everyone], routes),
  '',
  '## What is read beside the policies of the tables',
  '',
  'Every read for people runs under row-level security (`seenBy` of `src/auth/seen-by.ts`), but for these; `test/attacks/engine-reads.spec.ts` holds the list against what reaches the database.',
  '',
  table(
    ['Route', 'Tables', 'Why'],
    Object.entries(engineReads).map(([route, { tables, why }]) => [`\`${route}\``, tables.join(', '), why]),
  ),
  '',
  '## What of a case',
  '',
  'A case is seen by those that take part in it, from when until when (table `participation`): its municipality, practice, pharmacy and region’s nursing staff, a hospital department from its part of a stay until 30 days after. A coordinator who treats the citizen sees as a nurse. Whoever else must see a case in an emergency opens it with a reason, for reading, and the data protection officer follows up.',
  '',
  table(['What', ...everyone], seen),
  '',
  '## Whose tasks',
  '',
  'A task whose party the case does not have is the municipality’s nurse’s. What rests on a hospital notification is never given to another.',
  '',
  table(['Workflow', 'State', 'Task', 'Whose', 'Who helps', 'By agreement also', 'Rests on'], tasks),
  '',
  '## Which commands',
  '',
  'In a case that the own organisation takes part in; the chart says in which states. A helper gives those of whom he works for that need no professional judgement (`workflows/assistants.ts`). A command that answers an open task of the own profession is for the organisation that has the task (`src/engine/addressed-elsewhere.ts`); an overdue task is the municipality’s.',
  ...commands,
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${file} is not what the code says: run "npm run access-matrix" and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
  console.log(`Wrote ${file}.`);
}
