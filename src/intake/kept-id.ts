import { validate as isUuid } from 'uuid';
import type { Vault } from '../db/seal.ts';
import { holdsCpr } from '../kernel/cpr.ts';

/**
 * What a sender calls its message, as it is kept and as keys are made of it. Ids are opaque, and some sender makes them of
 * the citizen's number: of such a one only a keyed hash is kept (P1). Not refused, for ten digits may as well be a running
 * number, and a repeat is known by the hash as by the id. A UUID is drawn or computed: one in forty has ten digits in a row,
 * and stays readable for whoever looks for a message. The answer to the sender repeats the id as it came.
 */
export function keptId(vault: Vault, id: string): string {
  return holdsCpr(id) && !isUuid(id) ? `hash-${vault.hash('message', id).toString('hex')}` : id;
}
