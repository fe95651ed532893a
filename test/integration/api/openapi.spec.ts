import { allDefinitions, definitionOf } from '../../../workflows/registry.ts';
import { describeApi } from '../../../src/openapi.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi(definitionOf);
});
afterAll(() => api.close());

it('describes every route and every command’s data in OpenAPI 3.1, the same each time', () => {
  const document = describeApi(api.app, allDefinitions);
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/cases',
      '/api/cases/{id}',
      '/api/cases/{id}/commands',
      '/api/tasks',
      '/api/incidents',
    ]),
  );
  const schemas = document.components?.schemas ?? {};
  expect(schemas['dose-dispensing.v1.recordHold']).toMatchObject({ required: ['reason', 'from'] });
  expect(schemas['dose-dispensing.v1.open']).toMatchObject({ properties: { cpr: {}, since: {} }, required: ['cpr'] });
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['CaseView', 'CommandAnswerView', 'Problem']));
  expect(JSON.stringify(describeApi(api.app, allDefinitions))).toBe(JSON.stringify(document));
});

it('refers to nothing that is not there', () => {
  const document = describeApi(api.app, allDefinitions);
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  const missing = [...references].filter(([, path = '']) => {
    const place = path
      .split('/')
      .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], document);
    return place === undefined;
  });
  expect(missing.map(([reference]) => reference)).toEqual([]);
});

it('has a name of its own for each operation, and says what a problem looks like', () => {
  const operations = Object.values(describeApi(api.app, allDefinitions).paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId?: string; responses?: Record<string, unknown> }>),
  );
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(operations.every(({ responses }) => responses?.['default'])).toBe(true);
});
