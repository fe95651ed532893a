import { availability } from '../src/engine/availability.ts';
import { assistants, mayGive } from './assistants.ts';
import { helps } from './definition.ts';
import type { Role } from './definition.ts';
import { allDefinitions } from './registry.ts';

const given = Object.entries(assistants).flatMap(([helper, commands]) =>
  commands.map((type) => [helper as keyof typeof assistants, type] as const),
);

it.each(given)('lets %s give %s, which a chart has for whom he works for', (helper, type) => {
  const specs = allDefinitions.flatMap(({ messages }) => messages[type] ?? []);
  const helped = helps[helper];
  expect(specs.some((spec) => spec.kind === 'command' && helped && spec.roles.includes(helped))).toBe(true);
});

it('lets a helper give no other command, and nobody one that is another’s', () => {
  for (const definition of allDefinitions) {
    for (const [type, spec] of Object.entries(definition.messages)) {
      if (spec.kind !== 'command') continue;
      for (const helper of Object.keys(assistants) as (keyof typeof assistants)[]) {
        const names: readonly string[] = assistants[helper];
        const helped = helps[helper];
        const expected = names.includes(type) && helped !== undefined && spec.roles.includes(helped);
        expect([helper, type, mayGive(helper, type, spec.roles)]).toEqual([helper, type, expected]);
      }
      for (const role of ['dataProtectionOfficer', 'client'] as const satisfies readonly Role[])
        expect([role, type, spec.roles.includes(role)]).toEqual([role, type, false]);
    }
  }
});

it('refuses a helper what takes a professional’s judgement, in words', () => {
  const [definition] = allDefinitions.filter(({ name }) => name === 'dose-dispensing');
  if (!definition) throw new Error('Expected the chart of dose packing');
  const refusal = availability(definition, undefined as never, 'assessSuited', 'practiceStaff');
  expect(refusal?.code).toBe('roleNotAllowed');
  expect(refusal?.message.da).toContain('ikke af praksispersonale');
});
