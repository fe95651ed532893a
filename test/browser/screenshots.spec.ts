/**
 * The pictures of `docs/screenshots`, of a running demonstration: `npm run demo`, and in another terminal
 * `DOSISFLOW_DATA=.dosisflow/demo npm run replay -- docs/examples/hospital-notifications`, so that there are messages, and
 * `SCREENSHOTS_OF=http://127.0.0.1:3000 npm test -- screenshots`. Without that address there is no such test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab, startBrowser } from '../support/browser.ts';
import type { Browser, Page } from '../support/browser.ts';
import { names, persons } from '../support/pages.ts';
import type { PersonName } from '../support/pages.ts';
import { repository } from '../support/run-tool.ts';

const of = process.env['SCREENSHOTS_OF'] ?? '';
const folder = join(repository, 'docs/screenshots');

describe('the pictures of the documentation', () => {
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  async function signedIn(name: PersonName, width?: number): Promise<Page> {
    const { page } = await openTab(browser, of, width);
    await page.goto('/log-ind');
    await page.getByRole('button', { name: persons[name] }).click();
    await page.getByRole('button', { name: 'Log ud' }).waitFor();
    return page;
  }

  async function take(page: Page, path: string, picture: string): Promise<void> {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${picture}.png`) });
  }

  it('are of the page for signing in, and the one about accessibility', async () => {
    const { page } = await openTab(browser, of);
    await take(page, '/log-ind', 'log-ind');
    await take(page, '/tilgaengelighed', 'tilgaengelighed');
    await page.context().close();
  }, 60_000);

  it('are of each page of each menu', async () => {
    const taken = new Set<string>();
    for (const name of names) {
      const page = await signedIn(name);
      const menu = page.getByRole('navigation', { name: 'Sider i Dosisflow' }).getByRole('link');
      const links = await menu.all();
      const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
      for (const path of paths) {
        const picture = path.slice(1).replaceAll('/', '-');
        // A worklist is another for each role; a page that several have is taken of the first.
        const own = path === '/arbejdsliste' ? `${picture}-${name}` : picture;
        if (taken.has(own)) continue;
        taken.add(own);
        await take(page, path, own);
      }
      await page.context().close();
    }
    expect(taken.size).toBeGreaterThan(8);
  }, 240_000);

  const linkIn = async (page: Page, path: string): Promise<string> => {
    await page.goto(path);
    const first = page.locator('main table tbody').getByRole('link').first();
    await first.waitFor();
    return (await first.getAttribute('href')) ?? '';
  };
  const unfold = async (page: Page, title: string, picture: string): Promise<void> => {
    const fold = page.locator('details').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
    await fold.locator('summary').first().click();
    await page.locator('details[open] > .fold-inside').locator('table, p, figure').first().waitFor();
    await page.waitForLoadState('networkidle');
    await fold.screenshot({ path: join(folder, `${picture}.png`) });
  };

  it('are of one message, of what was sent, and of each part of the master data', async () => {
    const page = await signedIn('administrator');
    await take(page, await linkIn(page, '/snitflader?kilde=medcom'), 'snitflader-en-besked');
    await take(page, '/snitflader?vis=sendt', 'snitflader-sendt');
    await page.goto('/stamdata');
    await page.getByRole('link', { name: 'Takster' }).waitFor();
    const links = await page.getByRole('main').locator('a[href*="del="]').all();
    const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
    expect(paths.length).toBeGreaterThan(5);
    for (const path of new Set(paths))
      await take(page, path, `stamdata-${new URL(path, of).searchParams.get('del') ?? 'regler'}`);
    await page.context().close();
  }, 120_000);

  it('are of the heat map, and of what is folded on the page of uptake', async () => {
    const coordinator = await signedIn('coordinator');
    await coordinator.goto('/forloeb-i-staa');
    await unfold(coordinator, 'Hvor forløbene venter', 'forloeb-i-staa-diagram');
    await coordinator.context().close();
    const page = await signedIn('nationalCoordinator');
    for (const [title, picture] of [
      ['Kvalitetsklynger', 'klynger'],
      ['Begyndt, ophørt og sagt nej', 'begyndt-og-ophoert'],
      ['Fjernet eller sat i bero under indlæggelse', 'indlaeggelser'],
      ['Receptanmodninger', 'receptanmodninger'],
      ['Restordrer', 'restordrer'],
      ['Kroner og timer', 'kroner'],
    ] as const) {
      await page.goto('/udbredelse');
      await unfold(page, title, `udbredelse-${picture}`);
    }
    await page.goto('/udbredelse?linse=social');
    const municipalities = page
      .locator('section.part')
      .filter({ has: page.getByRole('heading', { name: 'Kommunerne', exact: true }) });
    await municipalities.getByRole('img').waitFor();
    await municipalities.screenshot({ path: join(folder, 'udbredelse-det-sociale-omraade.png') });
    await page.context().close();
  }, 120_000);

  it('are of what fits a telephone', async () => {
    const page = await signedIn('nurse', 390);
    await take(page, '/arbejdsliste', 'arbejdsliste-390');
    await take(page, '/forloeb', 'forloeb-390');
    await page.context().close();
  }, 60_000);

  it.each([1280, 390])(
    'are of a case, %s pixels wide',
    async (width) => {
      const page = await signedIn('nurse', width);
      await take(page, await linkIn(page, '/arbejdsliste'), width === 1280 ? 'et-forloeb' : 'et-forloeb-390');
      await page.locator('summary').filter({ hasText: 'Forløbsdiagram' }).click();
      const chart = page.locator('figure.chart').first();
      await chart.scrollIntoViewIfNeeded();
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, width === 1280 ? 'forloebsdiagram.png' : 'forloebsdiagram-390.png') });
      await page.context().close();
    },
    60_000,
  );
});
