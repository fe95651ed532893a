/**
 * Walks every state that the charts can come to, alone and together, and says whether the guarantees hold; then damages the
 * charts, and says whether the checks see it. Fails with the shortest path to the first violation of each.
 */
import { report } from './verify-workflows/report.ts';
import { allSubjects } from './verify-workflows/subjects.ts';

if (!report(allSubjects, console.log)) process.exitCode = 1;
