import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { accessKey } from '../../src/auth/access.ts';
import type { AccessRule } from '../../src/auth/access.ts';

export interface Route {
  controller: string;
  handler: string;
  method: string;
  path: string;
  /** As the guard finds it: the handler's, else the controller's. */
  rule: AccessRule | undefined;
}

/** Every route handler of an application, with the rule that opens it. */
export function routesOf(app: INestApplicationContext): Route[] {
  return [...app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => (typeof metatype === 'function' ? handlersOf(metatype) : []));
}

function handlersOf(controller: { name: string; prototype?: unknown }): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((handler) => {
    const method = prototype[handler] ?? {};
    const path = Reflect.getMetadata('path', method) as string | string[] | undefined;
    if (path === undefined) return [];
    const base = Reflect.getMetadata('path', controller) as string | string[];
    const rule = (Reflect.getMetadata(accessKey, method) ?? Reflect.getMetadata(accessKey, controller)) as
      AccessRule | undefined;
    return {
      controller: controller.name,
      handler,
      method: RequestMethod[Reflect.getMetadata('method', method) as number] ?? '',
      path: `/${[base, path].flat().join('/')}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
      rule,
    };
  });
}
