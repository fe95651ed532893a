/** The published price list of 2011-03-09, through the API and from the command line. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipOf } from '../support/price-list/zip-of.ts';
import { complete } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const folder = fileURLToPath(new URL('../../../shared/inputs/lms/2011-03-09/', import.meta.url));
const present = existsSync(folder);
const published = present || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;
if (!present) console.warn(`Skipped: the price list of 2011-03-09 is not at ${folder}.`);

published('the price list of 2011-03-09', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.close());

  const shown = { validFrom: '2011-03-09', drugs: 5_657, dMarked: 2_263, packages: 9_070 };
  const audited = () =>
    server.rows(`select actor_id from audit where detail = 'price list from 2011-03-09 taken into use'`);

  it('is taken into use and told through the API, whole', async () => {
    const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    const zip = await zipOf(files);
    const begun = performance.now();
    const response = await server.call('administrator', 'POST', '/api/price-lists', zip, {
      'content-type': 'application/zip',
    });
    expect([response.status, await response.json()]).toMatchObject([200, { list: shown }]);
    const list = async () =>
      ((await (await server.call('administrator', 'GET', '/api/price-lists')).json()) as { items: object[] }).items[0];
    expect(await eventually(list, (item) => (item as { told: boolean }).told, 60_000)).toMatchObject({
      ...shown,
      told: true,
    });
    console.info(`Read, written and told through the API in ${Math.round(performance.now() - begun)} ms.`);
    const [rows] = await server.rows(
      `select (select count(*)::int from box_substitution where valid_from = '2011-03-09') as boxes,
         (select count(*)::int from dose_substitution where valid_from = '2011-03-09') as dose,
         (select count(*)::int from package where valid_from = '2011-03-09' and withdrawn_on is not null) as withdrawn`,
    );
    // Of the 2,036 drugs of LMS24, those that are in a group.
    expect(rows).toEqual({ boxes: 3_796, dose: 1_719, withdrawn: 645 });
    expect(await audited()).toHaveLength(1);
  });

  it('is taken into use from the command line, with progress and who did it; a broken copy is not', async () => {
    const env = { DATABASE_URL: server.database.url, DOSISFLOW_DATA: server.dataFolder };
    const begun = performance.now();
    const taken = await complete('scripts/import-price-list.js', [folder], env);
    console.info(`From the command line in ${Math.round(performance.now() - begun)} ms.`);
    expect(taken.output).toContain('… 6 files');
    expect(taken.output).toContain('5657 drugs, 2263 with the D mark, 9070 packages');
    expect(taken.output).toMatch(/… 5657 drugs\n… 9070 packages\n… 3796 substitutions\n… 12198 ATC names/);
    expect(taken.code).toBe(0);
    expect(await audited()).toContainEqual({ actor_id: 'import:price-list' });

    const copy = await mkdtemp(join(tmpdir(), 'price-list-'));
    await cp(folder, copy, { recursive: true });
    await truncate(join(copy, 'lms02.txt'), 138 * 100);
    const refused = await complete('scripts/import-price-list.js', [copy], env);
    await rm(copy, { recursive: true });
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/^lms02\.txt.*: Expected.*\n(.*\n)*Nothing was taken into use\.$/m);
    expect(await server.rows(`select count(*)::int as n from package where valid_from = '2011-03-09'`)).toEqual([
      { n: 9_070 },
    ]);
  });
});
