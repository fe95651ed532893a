/** The pages' forms come from the commands' schemas: what these name must have words, in both languages. */
import { schemaOf } from '../../src/engine/message-schema.ts';
import { fieldKinds, fieldLabels, valueLabels } from '../../web/fields.ts';
import { allDefinitions } from '../../workflows/registry.ts';

const commands = allDefinitions.flatMap(({ messages }) =>
  Object.entries(messages).flatMap(([type, spec]) => (spec.kind === 'command' ? [{ type, spec }] : [])),
);
const fields = commands.flatMap(({ type, spec }) =>
  Object.entries(schemaOf(spec.data).properties ?? {}).map(([name, schema]) => ({ type, name, schema })),
);

it('every field of every command has words', () => {
  expect(fields.filter(({ type, name }) => !(name in fieldLabels) && !(`${type}.${name}` in fieldLabels))).toEqual([]);
});

it('every value that a command lets choose has words', () => {
  const values = fields.flatMap(({ schema }) => ('enum' in schema ? ((schema.enum ?? []) as string[]) : []));
  expect(values.filter((value) => !(value in valueLabels))).toEqual([]);
});

it('no words are kept for what no command asks', () => {
  const asked = new Set(fields.flatMap(({ type, name }) => [name, `${type}.${name}`]));
  expect([...Object.keys(fieldLabels), ...Object.keys(fieldKinds)].filter((name) => !asked.has(name))).toEqual([]);
});

it('every command asks only for fields that a form can show', () => {
  const known = ['string', 'boolean', 'integer', 'number'];
  const odd = fields.filter(
    ({ name, schema }) =>
      fieldKinds[name] !== 'leftOut' && !known.includes(String('type' in schema ? schema.type : '')),
  );
  expect(odd.filter(({ schema }) => !('enum' in schema))).toEqual([]);
});
