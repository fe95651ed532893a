/** Everything that must hold before a change is done. Stops at the first failure. Arguments go to the tests. */
import { spawnSync } from 'node:child_process';

const steps = ['audit', 'format:check', 'lint', 'types', 'imports', 'unused', 'build', 'verify:workflows', 'test'];
/** How long it takes is the machine's: the command alone holds it against a minute. */
const argumentsOf = { 'verify:workflows': ['--processor-seconds', '3600'], test: process.argv.slice(2) };

for (const [index, step] of steps.entries()) {
  console.log(`\n— ${step} (${index + 1} of ${steps.length})`);
  const started = performance.now();
  const args = ['run', '--silent', step, '--', ...(argumentsOf[step] ?? [])];
  const { status } = spawnSync('npm', args, { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(
      `— ${step} failed after ${seconds} s. Correct it, then run "npm run ${step}" or "npm run verify" again.`,
    );
    process.exit(1);
  }
  console.log(`— ${step} passed in ${seconds} s`);
}
