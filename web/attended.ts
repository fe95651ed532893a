/** After so long without a key or a pointer, what a page asks by itself no longer keeps its person signed in. */
const unattendedAfterMs = 60_000;

let actedAt = Date.now();
for (const act of ['pointerdown', 'pointermove', 'keydown', 'scroll']) {
  addEventListener(act, () => (actedAt = Date.now()), { passive: true, capture: true });
}

export function isAttended(): boolean {
  return Date.now() - actedAt < unattendedAfterMs;
}
