import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

/**
 * What of these messages FMK's published schemas of a namespace do not allow. Not all of them are published to us: where one
 * leads on to another that is not there, anything fits.
 */
export async function faultsBySchema(folder: string, messages: Record<string, string>): Promise<string[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.xsd'))
    .map((fileName) => ({ fileName, contents: withoutItself(fileName, readFileSync(join(folder, fileName), 'utf8')) }));
  const all = files.map(({ contents }) => contents).join('\n');
  const named = (pattern: RegExp): Set<string> => new Set([...all.matchAll(pattern)].map(([, name = '']) => name));
  const namespace = /targetNamespace="([^"]+)"/.exec(all)?.[1] ?? '';
  const defined = named(/<(?:\w+:)?(?:complexType|simpleType)\s+name="(\w+)"/g);
  const open = [...named(/\stype\s*=\s*"\w+:(\w+)"/g)].filter((name) => !defined.has(name));
  const anything =
    '<sequence><any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></sequence><anyAttribute processContents="skip"/>';
  const schema = (content: string): string =>
    `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" elementFormDefault="qualified">${content}</schema>`;
  const absent = [...named(/schemaLocation="([^"]+)"/g)]
    .filter((name) => !files.some(({ fileName }) => fileName === name))
    .map((fileName) => ({ fileName, contents: schema('') }));
  const openTypes = open.map((name) => `<complexType name="${name}" mixed="true">${anything}</complexType>`);
  const includes = files.map(({ fileName }) => `<include schemaLocation="${fileName}"/>`);
  const { errors } = await validateXML({
    xml: Object.entries(messages).map(([name, contents]) => ({ fileName: `${name}.xml`, contents })),
    schema: [{ fileName: 'all-of-them.xsd', contents: schema([...includes, ...openTypes].join('')) }],
    preload: [...files, ...absent],
    maxMemoryPages: 4_096,
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** One of them includes itself, which a validator does not take. */
function withoutItself(fileName: string, schema: string): string {
  return schema
    .replaceAll(/<!--.*?-->/gs, '')
    .replace(new RegExp(`<(\\w+:)?include schemaLocation="${fileName}"\\s*/>`), '');
}
