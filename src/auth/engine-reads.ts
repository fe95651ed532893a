/**
 * What is read for people without the policies of the tables, and why: the short list beside `seenBy`. A test asks every
 * reading route as everyone who reaches it, and compares what reaches the database with this
 * (`test/attacks/engine-reads.spec.ts`). Routes that change something read as the engine does, under its locks.
 */
interface EngineRead {
  /** Tables that tell of citizens. */
  tables: readonly string[];
  why: string;
}

const sums = (...tables: string[]): EngineRead => ({
  tables,
  why: 'sums over citizens whom the reader sees none of, small numbers hidden: no row is answered',
});

const overdueStates: EngineRead = {
  tables: ['task'],
  why: 'the names of the states in which any task is overdue, to look in each for those that the reader sees: no row is answered',
};

export const engineReads: Readonly<Record<string, EngineRead>> = {
  'GET /api/stuck/summary': sums('case', 'incident'),
  'GET /api/stuck': overdueStates,
  'GET /api/stuck/csv': overdueStates,
  'GET /api/stuck/soon': { tables: ['timer'], why: 'how many timers of all cases are late: no row is answered' },
  'GET /api/statistics/flow': sums('statistic'),
  'GET /api/statistics/admissions': sums('case', 'statistic'),
  'GET /api/statistics/requests': sums('case', 'statistic'),
  'GET /api/statistics/quality-clusters': sums('participation', 'statistic'),
  'GET /api/statistics/supply': sums('packed_product'),
  'GET /api/statistics/fees': sums('case', 'fee_charge'),
  'GET /api/events/stream': {
    tables: ['case', 'case_note', 'journal', 'participation', 'personal_access', 'task'],
    why: 'one look a second serves every open page; of its ids each is told those that the policies would show him, and a test compares the two',
  },
};
