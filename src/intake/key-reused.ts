import { Problem } from '../kernel/problem.ts';

export function keyReused(): Problem {
  return new Problem(
    422,
    'idempotency-key-reused',
    'The key was used before',
    'Expected a new Idempotency-Key: this one came before with another content, and that request has its answer',
  );
}
