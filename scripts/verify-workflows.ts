/**
 * Walks every state that the charts can come to, alone and together, and says whether the guarantees hold; then damages the
 * charts, and says whether the checks see it. Fails with the shortest path to the first violation of each.
 */
import { parseArgs } from 'node:util';
import { messageOf } from '../src/kernel/faults.ts';
import { report } from './verify-workflows/report.ts';
import { unshown } from './verify-workflows/rules.ts';
import { allSubjects } from './verify-workflows/subjects.ts';
import { unguarded } from './verify-workflows/unguarded.ts';
import { walkInParallel } from './verify-workflows/walk-in-parallel.ts';

const usage = `npm run verify:workflows -- [--every-set] [--processor-seconds N]

Walks under the rules of today, and with --every-set again under each set of rules shipped that can change a walk, as npm test
does. Ends with 1 where a guarantee is broken or damage is not seen, and where all of it takes more than N seconds of
processor time: by default a minute on two cores, and twice that with --every-set. A slow machine may need more; a busy one
does not, as waiting is not counted.
`;
/** A minute on two cores: a walk that takes longer is not made by whoever changes a chart. */
const aMinuteOnTwoCores = 120;

try {
  const { values } = parseArgs({
    options: {
      'every-set': { type: 'boolean', default: false },
      'processor-seconds': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(usage);
  else {
    const isEvery = values['every-set'];
    const most = Number(values['processor-seconds'] ?? (isEvery ? 2 : 1) * aMinuteOnTwoCores);
    if (!(most > 0)) throw new Error(`Expected --processor-seconds to be a number above 0, but it is ${most}`);
    const passed = await walkInParallel((walker) =>
      report(
        allSubjects,
        [...unshown(allSubjects), ...unguarded(allSubjects)],
        console.log,
        walker,
        most,
        isEvery ? 'every' : 'today',
      ),
    );
    if (!passed) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
