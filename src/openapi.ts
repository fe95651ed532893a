import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { DataClass, WorkflowDefinition } from '../workflows/definition.ts';
import { schemaOf } from './engine/message-schema.ts';
import type { JsonSchema } from './engine/message-schema.ts';
import { CaseParties } from './intake/open-case.ts';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The API as it is routed, with the data of every command of every workflow: the same text for the same code. */
export function describeApi(app: INestApplication, definitions: readonly WorkflowDefinition[]): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Dosisflow')
    .setDescription('Coordination of dose-packed medicine across municipality, general practice, pharmacy and hospital')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addCookieAuth('__Host-dosisflow-session', { type: 'apiKey', in: 'cookie' }, 'session')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      if (isOperation(operation)) operation.responses['default'] = problemResponse;
    }
  }
  const schemas: Schemas = { ...document.components?.schemas, ...commandSchemas(definitions), Problem: problemSchema };
  return {
    ...document,
    paths: sorted(document.paths),
    components: { ...document.components, schemas: sorted(schemas) },
  };
}

/** Named `<workflow>.v<version>.<command>`; the opening one with the parties of a case. */
function commandSchemas(definitions: readonly WorkflowDefinition[]): Schemas {
  const schemas: Schemas = {};
  for (const { name, version, open, messages } of definitions) {
    const put = (type: string, schema: JsonSchema): void => {
      schemas[`${name}.v${version}.${type}`] = schema as Schemas[string];
    };
    if (open.kind === 'command') put('open', together(CaseParties, open.data));
    for (const [type, spec] of Object.entries(messages)) if (spec.kind === 'command') put(type, schemaOf(spec.data));
  }
  return schemas;
}

function together(...classes: readonly DataClass[]): JsonSchema {
  const parts = classes.map(schemaOf);
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as NonNullable<
      JsonSchema['properties']
    >,
    required: parts.flatMap(({ required }) => required ?? []),
    additionalProperties: false,
  };
}

function isOperation(part: unknown): part is { responses: Record<string, object> } {
  return typeof part === 'object' && part !== null && 'responses' in part;
}

function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const text = { type: 'object', properties: { da: { type: 'string' }, en: { type: 'string' } }, required: ['da', 'en'] };

/** RFC 9457, with the members of ours that a program may use. */
const problemSchema: Schemas[string] = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'Such as `/problems/revision-conflict`: stable, for programs' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
    refusal: {
      type: 'object',
      properties: { code: { type: 'string' }, message: text },
      required: ['code', 'message'],
    },
    case: { type: 'string', format: 'uuid' },
    revision: { type: 'integer' },
  },
};

const problemResponse = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
