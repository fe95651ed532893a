/** The import table of ARCHITECTURE.md. Left out: specs, and the files that put the application together. */

const spec = String.raw`\.spec\.ts$`;
const packages = (...names) => `^node_modules/(@types/)?(${names.join('|')})/`;
const nest = packages('@nestjs', '@fastify');
const database = packages('typeorm', 'pg');
const queue = packages('bullmq', 'ioredis', '@nestjs/bullmq');
const own = '^(src|workflows|migrations|scripts|web|test)/';
const enginesFace = String.raw`^src/engine/(engine|engine\.module|explain|allowed-commands|availability|message-schema|read-family|check-supply|addressed-elsewhere)\.ts$`;
/** Types only: the words that messages, roles and texts are written in. */
const words = String.raw`^workflows/definition\.ts$`;
/** A command answers with what reading would show, through the one `redact` (P3). */
const caseView = String.raw`^src/worklist/(find-access|read-case|redact|show-case|viewer|views)\.ts$`;
/** How every list is paged. */
const pageQuery = String.raw`^src/page-query\.ts$`;
const readers = ['worklist', 'monitoring', 'directory', 'charts', 'programme'];

/** Of our own files, `folder` may import itself and `allowed`, nothing else. */
function mayImport(folder, allowed, because) {
  return {
    name: `${folder.replace('src/', '')}-imports`,
    severity: 'error',
    comment: because,
    from: { path: `^${folder}/`, pathNot: spec },
    to: { path: own, pathNot: [`^${folder}/`, ...allowed] },
  };
}

/** `folder` may not import these packages. */
function mayNotUse(folder, path, because, except = []) {
  return {
    name: `${folder.replace('src/', '')}-packages`,
    severity: 'error',
    comment: because,
    from: { path: `^${folder}/`, pathNot: [spec, ...except] },
    to: { path },
  };
}

export default {
  forbidden: [
    {
      name: 'workflows-are-pure',
      severity: 'error',
      comment: 'A chart knows xstate, class-validator, temporal-polyfill and other charts: no Node, no Nest, no src.',
      from: { path: '^workflows/', pathNot: spec },
      to: { pathNot: ['^workflows/', packages('xstate', 'class-validator', 'temporal-polyfill')] },
    },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      comment: 'Words everyone uses depend on no one.',
      from: { path: '^src/kernel/', pathNot: spec },
      to: { pathNot: '^src/kernel/' },
    },

    mayImport('src/db', ['^src/kernel/', '^migrations/'], 'Tables know neither engine nor charts.'),
    mayNotUse('src/db', [nest, queue, packages('xstate')], 'The database is reached without Nest.'),

    mayImport(
      'src/engine',
      ['^workflows/', '^src/kernel/', '^src/db/', '^src/telemetry/', String.raw`^src/audit/write-audit\.ts$`],
      'The engine decides and writes; it knows no adapter, page or queue.',
    ),
    mayNotUse('src/engine', [nest, queue], 'The engine runs without Nest; only engine.module.ts hands it over.', [
      String.raw`^src/engine/engine\.module\.ts$`,
    ]),
    {
      name: 'engine-module-has-no-queue',
      severity: 'error',
      comment: 'Queues carry, tables remember: ringing the bell is the runtime’s work.',
      from: { path: String.raw`^src/engine/engine\.module\.ts$` },
      to: { path: queue },
    },

    mayImport(
      'src/integration',
      ['^src/kernel/', String.raw`^workflows/[^/]+/messages\.ts$`, String.raw`^workflows/definition\.ts$`],
      'An adapter reads and translates; it writes nothing.',
    ),
    mayNotUse('src/integration', [nest, queue, database], 'An adapter has no controller, queue or database.'),
    {
      name: 'integration-takes-only-types-of-workflows',
      severity: 'error',
      comment: 'An adapter fills a message; it runs no chart. Use "import type".',
      from: { path: '^src/integration/', pathNot: spec },
      to: { path: '^workflows/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-stand-alone',
      severity: 'error',
      comment:
        'An adapter may be taken out without touching another; what two share lies directly in integration/, or in medcom/.',
      from: { path: '^src/integration/([^/]+)/', pathNot: spec },
      to: { path: '^src/integration/[^/]+/', pathNot: ['^src/integration/$1/', '^src/integration/medcom/'] },
    },

    mayImport(
      'src/intake',
      [
        '^src/integration/',
        enginesFace,
        words,
        // What agreements say of a roll goes in with what FMK tells of it.
        String.raw`^workflows/routing\.ts$`,
        '^src/telemetry/',
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/directory/',
        caseView,
        pageQuery,
        '^src/kernel/',
        String.raw`^src/config\.ts$`,
      ],
      'Intake takes in and hands to the engine.',
    ),
    mayImport(
      'src/runtime',
      [
        '^src/engine/',
        '^src/integration/',
        words,
        String.raw`^src/audit/write-audit\.ts$`,
        '^src/telemetry/',
        '^src/db/',
        '^src/kernel/',
        String.raw`^src/config\.ts$`,
      ],
      'The runtime acts on what was written; it knows no page and no chart.',
    ),
    ...readers.map((folder) =>
      mayImport(
        `src/${folder}`,
        [
          enginesFace,
          words,
          // Dated data, and one list of it.
          String.raw`^workflows/reference/(regions|eoj-visibility)\.ts$`,
          pageQuery,
          '^src/db/',
          '^src/auth/',
          '^src/audit/',
          '^src/kernel/',
          String.raw`^src/config\.ts$`,
          // What a notice says is the runtime's to say, also in the log of what went out.
          ...(folder === 'monitoring' ? ['^src/telemetry/', String.raw`^src/runtime/notices\.ts$`] : []),
          // Whom to turn to is the directory's to say, also on the worklist.
          // And which events of the charts are hidden, in one question about the cases of all: of every version.
          ...(folder === 'worklist'
            ? [String.raw`^src/directory/contacts\.query\.ts$`, String.raw`^workflows/registry\.ts$`]
            : []),
        ],
        'Pages ask the engine or read the tables, and do not know each other.',
      ),
    ),
    mayImport(
      'src/statistics',
      [
        enginesFace,
        words,
        // Dated data, and one list of it.
        String.raw`^workflows/reference/regions\.ts$`,
        pageQuery,
        String.raw`^src/intake/read-csv\.ts$`,
        String.raw`^src/directory/(find-organisation\.query|reference/[^/]+)\.ts$`,
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/kernel/',
      ],
      'Sums over places as they are on a day; a citizen stands nowhere in them.',
    ),
    mayImport(
      'src/policies',
      [
        String.raw`^workflows/(calendar|definition|tariff-on|policy/[^/]+)\.ts$`,
        String.raw`^src/engine/(dated-rules\.query|environment)\.ts$`,
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/kernel/',
      ],
      'The rules are shown and dated here; what they decide is the charts’.',
    ),
    mayImport(
      'src/agreements',
      [
        enginesFace,
        words,
        String.raw`^workflows/(routing|calendar|reference/regions)\.ts$`,
        pageQuery,
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/kernel/',
      ],
      'Who does what is data; the engine follows it.',
    ),
    mayImport(
      'src/candidates',
      [
        enginesFace,
        words,
        String.raw`^src/engine/environment\.ts$`,
        String.raw`^workflows/calendar\.ts$`,
        String.raw`^src/intake/(open-case|read-csv|read-supply\.query)\.ts$`,
        String.raw`^src/worklist/viewer\.ts$`,
        pageQuery,
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/directory/',
        '^src/kernel/',
      ],
      'A list from which cases are opened as everywhere else.',
    ),
    mayImport(
      'src/proposals',
      [
        enginesFace,
        words,
        String.raw`^src/intake/(give-command|idempotency-key|key-reused|read-supply\.query)\.ts$`,
        String.raw`^src/worklist/(audit-reads|show-citizen|list-tasks\.query|questions-of|redact|viewer|views)\.ts$`,
        '^src/db/',
        '^src/auth/',
        '^src/audit/',
        '^src/kernel/',
      ],
      'One question for many cases: each case is read, and answered, as everywhere else.',
    ),
    ...['auth', 'audit'].map((folder) =>
      mayImport(
        `src/${folder}`,
        ['^src/kernel/', '^src/db/', words, String.raw`^src/config\.ts$`],
        'Who someone is and what was seen depend on no feature.',
      ),
    ),

    mayImport('src/telemetry', ['^src/kernel/'], 'What is measured knows nothing of what it measures.'),

    mayImport('web', [], 'The pages know the API by its generated types only.'),
    mayImport('migrations', [], 'A migration must run the same when the code has moved on.'),
    {
      name: 'migrations-use-typeorm-types',
      severity: 'error',
      comment: 'A migration is SQL: of typeorm it takes types only.',
      from: { path: '^migrations/' },
      to: { dependencyTypesNot: ['type-only', 'local'] },
    },

    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one file, or share a third. Types alone make no cycle at run time.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing imports and that imports nothing is dead: use it or delete it.',
      from: { orphan: true, pathNot: [spec, String.raw`\.d\.ts$`, '^scripts/', String.raw`^src/(main|worker)\.ts$`] },
      to: {},
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'The import leads nowhere: correct the path, or install the package.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'Production installs no devDependencies: move the package to dependencies.',
      from: { path: '^(src|workflows|migrations)/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      comment: 'Specs and their support stay out of what is built.',
      from: { path: '^(src|workflows|migrations|scripts)/', pathNot: spec },
      to: { path: ['^test/', spec] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
