/**
 * Known faults, high and above, in what production installs. A registry that does not answer the question is named, never
 * taken for "none": the exit code is then 0, or 1 with REQUIRE_AUDIT=1.
 */
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  encoding: 'utf8',
});
const report = read(stdout);
const counts = report?.metadata?.vulnerabilities;
if (!counts) {
  const why =
    report?.message ?? report?.error?.summary ?? /npm (?:warn|error) audit (.*)/.exec(stderr)?.[1] ?? 'no answer';
  console.error(`Skipped: the npm registry in use does not say which packages have known faults (${why}).`);
  process.exitCode = process.env.REQUIRE_AUDIT === '1' ? 1 : 0;
} else {
  const grave = counts.high + counts.critical;
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {})) {
    if (['high', 'critical'].includes(severity)) console.error(`${severity}: ${name} ${range}`);
  }
  console.log(`${counts.total} known faults in what production installs, ${grave} of them high or critical.`);
  process.exitCode = grave > 0 ? 1 : 0;
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
