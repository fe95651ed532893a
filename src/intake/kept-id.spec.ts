import { Vault } from '../db/seal.ts';
import { keptId } from './kept-id.ts';

const vault = new Vault(Buffer.alloc(32, 7));

it('keeps a keyed hash alone of an id that may hold a CPR number', () => {
  for (const id of ['2509479989', 'epj-250947-9989-1', 'urn:sag:2509479989']) {
    expect(keptId(vault, id)).toMatch(/^hash-[0-9a-f]+$/);
    expect(keptId(vault, id)).toBe(keptId(vault, id));
  }
});

it('keeps other ids as they are, and a UUID whatever digits it has', () => {
  for (const id of ['7b01d4e0-1664-4fbc-a974-80203194960f', 'advis-42', '7f6f2a3c-0000-4000-8000-250947998912'])
    expect(keptId(vault, id)).toBe(id);
});
