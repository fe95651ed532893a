/** The pages' forms come from the commands' schemas: what these name must have words, in both languages. */
import { schemaOf } from '../../src/engine/message-schema.ts';
import { fieldKinds, fieldLabels, kindOf, valueLabels } from '../../web/fields.ts';
import { allDefinitions } from '../../workflows/registry.ts';

const commands = allDefinitions.flatMap(({ messages, choices }) =>
  Object.entries(messages).flatMap(([type, spec]) =>
    spec.kind === 'command' ? [{ type, spec, choices: choices?.[type] ?? {} }] : [],
  ),
);
const fields = commands.flatMap(({ type, spec, choices }) =>
  Object.entries(schemaOf(spec.data).properties ?? {}).map(([name, schema]) => ({
    ...{ type, name, schema },
    isChosen: name in choices,
  })),
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
    ({ type, name, schema }) =>
      kindOf(type, name) !== 'leftOut' && !known.includes(String('type' in schema ? schema.type : '')),
  );
  expect(odd.filter(({ schema }) => !('enum' in schema))).toEqual([]);
});

it('nobody is asked to write an identifier: it is chosen among what the case or the directory knows', () => {
  const ids = fields.filter(({ name }) => name.endsWith('Id'));
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.filter(({ type, name, isChosen }) => !isChosen && !kindOf(type, name))).toEqual([]);
});
