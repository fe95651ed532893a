import { localPath } from './local-path.ts';

it.each([
  ['/', '/'],
  ['/forloeb/6ef2055a?x=1', '/forloeb/6ef2055a?x=1'],
  ['/a/../b', '/b'],
])('%s leads to %s', (text, path) => expect(localPath(text)).toBe(path));

it.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/auth/callback?code=x',
  '/api/me',
])('%j leads to the start page', (text) => expect(localPath(text)).toBe('/'));
